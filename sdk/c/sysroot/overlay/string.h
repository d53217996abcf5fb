/* musl's <string.h>, with what Linux programs use of the GNU C library's. */
#pragma once
#include_next <string.h>

#ifdef _GNU_SOURCE
#ifdef __cplusplus
extern "C" {
#endif
const char* strerrorname_np(int errnum); /* "ENOENT"; NULL for an unknown number */
const char* strerrordesc_np(int errnum); /* as strerror, never translated; NULL for an unknown number */
#ifdef __cplusplus
}
#endif
#endif
