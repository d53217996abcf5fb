/* Linux's system calls as a guest makes them: `__waggle_syscall(number, six longs)` answers a value or -errno, as the
 * kernel does. Where the number is a constant, an optimising compiler folds it to the one import it names, so that a
 * module imports exactly the calls it can make. What concerns only the guest's own memory and its only thread is
 * served inside it. Programs do not include this file: <unistd.h> does, for syscall(2). */
#pragma once

#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <waggle/imports/linux.h>

#ifdef __cplusplus
extern "C" {
#endif

/* pages.c: zeroed pages of 4096 bytes above the program's data. mmap.c: the same with a file's content. */
long __waggle_map_anonymous(unsigned long address, unsigned long length, int flags);
long __waggle_map(unsigned long address, unsigned long length, int protection, int flags, int fd, long offset);
long __waggle_unmap(unsigned long address, unsigned long length);

/* signals.c, raise.c: handlers are the guest's, masks and what is pending the host's. Structures are the kernel's. */
long __waggle_sigaction(int signal, const void* action, void* old);
long __waggle_sigsuspend(const void* mask);
long __waggle_raise(int signal);

/* after_call.c: every return from the host is where handlers run. The first may answer -WAGGLE_RESTART: make the
 * call again (SA_RESTART). The second is for calls that are never restarted; `mask` is the one they waited with. */
#define WAGGLE_RESTART 512
long __waggle_after_call(long result);
long __waggle_after_wait(long result, const void* mask);

/* futex.c, select.c */
long __waggle_futex(const volatile int* word, int operation, int expected, const void* timeout);
long __waggle_pselect(int count, void* sets[3], const void* timeout, const void* mask);

#ifdef __cplusplus
}
#endif

/* An address or a length as the host takes it. What 32 bits cannot hold becomes a length of 4 GiB - 1, or an address
 * that is -EFAULT. */
static inline uint32_t __waggle_u32(unsigned long value) { return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value; }

/* Calls that wait: a signal ends them with -EINTR, whatever SA_RESTART says (signal(7)). */
static inline int __waggle_waits(long number) {
  return number == SYS_poll || number == SYS_ppoll || number == SYS_epoll_wait || number == SYS_epoll_pwait ||
         number == SYS_nanosleep || number == SYS_clock_nanosleep;
}

#define WAGGLE_AT(x) __waggle_u32((unsigned long)(x))
#define WAGGLE_SIZE(x) __waggle_u32((unsigned long)(x))

/* The calls that the host serves, in the order of <waggle/imports/linux.h>. */
static inline __attribute__((always_inline)) long __waggle_host_call(long number, long a, long b, long c, long d,
                                                                     long e, long f) {
  switch (number) {
    case SYS_openat: return linux_openat(a, WAGGLE_AT(b), c, d);
    case SYS_close: return linux_close(a);
    case SYS_read: return linux_read(a, WAGGLE_AT(b), WAGGLE_SIZE(c));
    case SYS_readv: return linux_readv(a, WAGGLE_AT(b), c);
    case SYS_pread64: return linux_pread64(a, WAGGLE_AT(b), WAGGLE_SIZE(c), d);
    case SYS_write: return linux_write(a, WAGGLE_AT(b), WAGGLE_SIZE(c));
    case SYS_writev: return linux_writev(a, WAGGLE_AT(b), c);
    case SYS_pwrite64: return linux_pwrite64(a, WAGGLE_AT(b), WAGGLE_SIZE(c), d);
    case SYS_lseek: return linux_lseek(a, b, c);
    case SYS_fstat: return linux_fstat(a, WAGGLE_AT(b));
    case SYS_newfstatat: return linux_newfstatat(a, WAGGLE_AT(b), WAGGLE_AT(c), d);
    case SYS_statx: return linux_statx(a, WAGGLE_AT(b), c, d, WAGGLE_AT(e));
    case SYS_readlinkat: return linux_readlinkat(a, WAGGLE_AT(b), WAGGLE_AT(c), WAGGLE_SIZE(d));
    case SYS_getdents64: return linux_getdents64(a, WAGGLE_AT(b), WAGGLE_SIZE(c));
    case SYS_faccessat: return linux_faccessat2(a, WAGGLE_AT(b), c, 0);
    case SYS_faccessat2: return linux_faccessat2(a, WAGGLE_AT(b), c, d);
    case SYS_unlinkat: return linux_unlinkat(a, WAGGLE_AT(b), c);
    case SYS_renameat2: return linux_renameat2(a, WAGGLE_AT(b), c, WAGGLE_AT(d), e);
    case SYS_mkdirat: return linux_mkdirat(a, WAGGLE_AT(b), c);
    case SYS_ftruncate: return linux_ftruncate(a, b);
    case SYS_fsync:
    case SYS_fdatasync: return linux_fsync(a);
    case SYS_dup: return linux_dup(a);
    case SYS_dup3: return linux_dup3(a, b, c);
    case SYS_fcntl: return linux_fcntl(a, b, c);
    case SYS_pipe2: return linux_pipe2(WAGGLE_AT(a), b);
    case SYS_statfs: return linux_statfs(WAGGLE_AT(a), WAGGLE_AT(b));

    case SYS_clock_gettime: return linux_clock_gettime(a, WAGGLE_AT(b));
    case SYS_clock_getres: return linux_clock_getres(a, WAGGLE_AT(b));
    case SYS_clock_nanosleep: return linux_clock_nanosleep(a, b, WAGGLE_AT(c), WAGGLE_AT(d));
    case SYS_nanosleep: return linux_nanosleep(WAGGLE_AT(a), WAGGLE_AT(b));
    case SYS_timerfd_create: return linux_timerfd_create(a, b);
    case SYS_timerfd_settime: return linux_timerfd_settime(a, b, WAGGLE_AT(c), WAGGLE_AT(d));
    case SYS_timerfd_gettime: return linux_timerfd_gettime(a, WAGGLE_AT(b));

    case SYS_poll: return linux_poll(WAGGLE_AT(a), b, c);
    case SYS_ppoll: return linux_ppoll(WAGGLE_AT(a), b, WAGGLE_AT(c), WAGGLE_AT(d), e);
    case SYS_epoll_create1: return linux_epoll_create1(a);
    case SYS_epoll_ctl: return linux_epoll_ctl(a, b, c, WAGGLE_AT(d));
    case SYS_epoll_wait: return linux_epoll_wait(a, WAGGLE_AT(b), c, d);
    case SYS_epoll_pwait: return linux_epoll_pwait(a, WAGGLE_AT(b), c, d, WAGGLE_AT(e), f);
    case SYS_eventfd2: return linux_eventfd2(a, b);
    case SYS_signalfd4: return linux_signalfd4(a, WAGGLE_AT(b), c, d);

    case SYS_getpid: return linux_getpid();
    case SYS_gettid: return linux_gettid();
    case SYS_getppid: return linux_getppid();
    case SYS_getuid: return linux_getuid();
    case SYS_geteuid: return linux_geteuid();
    case SYS_getgid: return linux_getgid();
    case SYS_getegid: return linux_getegid();
    case SYS_uname: return linux_uname(WAGGLE_AT(a));
    case SYS_sysinfo: return linux_sysinfo(WAGGLE_AT(a));
    case SYS_sched_getaffinity: return linux_sched_getaffinity(a, WAGGLE_SIZE(b), WAGGLE_AT(c));
    case SYS_prlimit64: return linux_prlimit64(a, b, WAGGLE_AT(c), WAGGLE_AT(d));
    case SYS_getrandom: return linux_getrandom(WAGGLE_AT(a), WAGGLE_SIZE(b), c);

    case SYS_rt_sigprocmask: return linux_rt_sigprocmask(a, WAGGLE_AT(b), WAGGLE_AT(c), d);
    case SYS_kill: return linux_kill(a, b);
    case SYS_tgkill: return linux_tgkill(a, b, c);

    case SYS_socket: return linux_socket(a, b, c);
    case SYS_bind: return linux_bind(a, WAGGLE_AT(b), c);
    case SYS_connect: return linux_connect(a, WAGGLE_AT(b), c);
    case SYS_listen: return linux_listen(a, b);
    case SYS_accept: return linux_accept4(a, WAGGLE_AT(b), WAGGLE_AT(c), 0);
    case SYS_accept4: return linux_accept4(a, WAGGLE_AT(b), WAGGLE_AT(c), d);
    case SYS_getsockname: return linux_getsockname(a, WAGGLE_AT(b), WAGGLE_AT(c));
    case SYS_getpeername: return linux_getpeername(a, WAGGLE_AT(b), WAGGLE_AT(c));
    case SYS_getsockopt: return linux_getsockopt(a, b, c, WAGGLE_AT(d), WAGGLE_AT(e));
    case SYS_setsockopt: return linux_setsockopt(a, b, c, WAGGLE_AT(d), e);
    case SYS_sendto: return linux_sendto(a, WAGGLE_AT(b), WAGGLE_SIZE(c), d, WAGGLE_AT(e), f);
    case SYS_recvfrom: return linux_recvfrom(a, WAGGLE_AT(b), WAGGLE_SIZE(c), d, WAGGLE_AT(e), WAGGLE_AT(f));
    case SYS_sendmsg: return linux_sendmsg(a, WAGGLE_AT(b), c);
    case SYS_recvmsg: return linux_recvmsg(a, WAGGLE_AT(b), c);
    case SYS_shutdown: return linux_shutdown(a, b);
    case SYS_socketpair: return linux_socketpair(a, b, c, WAGGLE_AT(d));

    case SYS_ioctl: return linux_ioctl(a, b, c);
    case SYS_perf_event_open: return linux_perf_event_open(WAGGLE_AT(a), b, c, d, e);
    default: return -ENOSYS;
  }
}

#undef WAGGLE_AT
#undef WAGGLE_SIZE

static inline __attribute__((always_inline)) long __waggle_syscall(long number, long a, long b, long c, long d, long e,
                                                                   long f) {
  switch (number) {
    case SYS_mmap: return __waggle_map(a, b, c, d, e, f);
    case SYS_munmap: return __waggle_unmap(a, b);
    case SYS_brk: return 0; /* it never moves: malloc then maps pages */
    case SYS_mremap: return -ENOMEM;
    case SYS_mprotect: /* pages of a linear memory have no protection, advice or place on a disk */
    case SYS_madvise:
    case SYS_msync:
    case SYS_mlock:
    case SYS_munlock:
    case SYS_sched_yield: /* there is nobody else */
    case SYS_set_robust_list: return 0;
    case SYS_futex: return __waggle_futex((const volatile int*)a, b, c, (const void*)d);
    case SYS_pselect6: {
      void* sets[3] = {(void*)b, (void*)c, (void*)d};
      return __waggle_pselect(a, sets, (const void*)e, f ? *(const void* const*)f : 0);
    }
    case SYS_rt_sigaction: return __waggle_sigaction(a, (const void*)b, (void*)c);
    case SYS_rt_sigsuspend: return __waggle_sigsuspend((const void*)a);
    case SYS_tkill: return __waggle_raise(b);
    case SYS_wait4:
    case SYS_waitid: return -ECHILD;
    case SYS_exit:
    case SYS_exit_group: linux_exit(a); return 0;
  }
  if (__waggle_waits(number)) {
    const long result = __waggle_host_call(number, a, b, c, d, e, f);
    return __waggle_after_wait(result, (const void*)(number == SYS_ppoll ? d : number == SYS_epoll_pwait ? e : 0));
  }
  long result;
  do result = __waggle_after_call(__waggle_host_call(number, a, b, c, d, e, f));
  while (result == -WAGGLE_RESTART);
  return result;
}
