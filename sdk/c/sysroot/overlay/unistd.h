/* musl's <unistd.h>, with syscall(2) as a macro: the caller of a variadic function of this target passes each argument
 * by its own size, where the kernel wants six longs. As a macro it also folds to the one import. */
#pragma once
#include_next <unistd.h>
#include <waggle/system_calls.h>

#ifdef __cplusplus
extern "C" {
#endif
long __syscall_ret(unsigned long result); /* musl's: sets errno, answers -1 */
#ifdef __cplusplus
}
#endif

#define __waggle_syscall_longs(n, a, b, c, d, e, f, ...) \
  __syscall_ret(__waggle_syscall((long)(n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f)))
#define syscall(...) __waggle_syscall_longs(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
