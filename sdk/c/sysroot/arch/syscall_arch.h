/* How musl makes system calls: by the typed imports of <waggle/system_calls.h>, folded to the one call where the
 * number is a constant, which it is everywhere in musl. */
#include <waggle/system_calls.h>

/* The calls that Linux has twice are made by their newer name only; musl chooses by these macros. */
#undef SYS_access
#undef SYS_accept
#undef SYS_chmod
#undef SYS_chown
#undef SYS_dup2
#undef SYS_epoll_create
#undef SYS_epoll_wait
#undef SYS_eventfd
#undef SYS_fork
#undef SYS_futimesat
#undef SYS_getrlimit
#undef SYS_inotify_init
#undef SYS_lchown
#undef SYS_link
#undef SYS_lstat
#undef SYS_mkdir
#undef SYS_mknod
#undef SYS_open
#undef SYS_pause
#undef SYS_pipe
#undef SYS_readlink
#undef SYS_rename
#undef SYS_renameat
#undef SYS_rmdir
#undef SYS_select
#undef SYS_setrlimit
#undef SYS_signalfd
#undef SYS_stat
#undef SYS_symlink
#undef SYS_unlink
#undef SYS_utimes

#define __SYSCALL_LL_E(x) (x)
#define __SYSCALL_LL_O(x) (x)
#define IPC_64 0

#define CALL(...) __waggle_syscall((struct __waggle_call){__VA_ARGS__})
WAGGLE_FOLDED long __syscall0(long n) { return CALL(n); }
WAGGLE_FOLDED long __syscall1(long n, long a) { return CALL(n, a); }
WAGGLE_FOLDED long __syscall2(long n, long a, long b) { return CALL(n, a, b); }
WAGGLE_FOLDED long __syscall3(long n, long a, long b, long c) { return CALL(n, a, b, c); }
WAGGLE_FOLDED long __syscall4(long n, long a, long b, long c, long d) { return CALL(n, a, b, c, d); }
WAGGLE_FOLDED long __syscall5(long n, long a, long b, long c, long d, long e) { return CALL(n, a, b, c, d, e); }
WAGGLE_FOLDED long __syscall6(long n, long a, long b, long c, long d, long e, long f) {
  return CALL(n, a, b, c, d, e, f);
}

/* Calls that a thread may be cancelled in: there is one thread, and this folds like the others. musl declares the
 * function behind this point again, and C lets that declaration keep the static one. */
WAGGLE_FOLDED long(__syscall_cp)(long n, long a, long b, long c, long d, long e, long f) {
  return CALL(n, a, b, c, d, e, f);
}
#undef CALL
