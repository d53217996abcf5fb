/* What programs take from the GNU C library's <sys/cdefs.h>. */
#pragma once

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#define __THROW noexcept(true)
#else
#define __BEGIN_DECLS
#define __END_DECLS
#define __THROW
#endif
#define __P(args) args
#define __CONCAT(x, y) x##y
#define __STRING(x) #x
