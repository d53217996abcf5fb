/* Linux's system calls as a guest makes them: `__waggle_syscall({number, up to six longs})` answers a value or -errno,
 * as the kernel does. Where the number is a constant, an optimising compiler folds it to the one import it names, so
 * that a module imports exactly the calls it can make. What concerns only the guest's own memory and its only thread is
 * served inside it. Programs do not include this file: <unistd.h> does, for syscall(2). */
#pragma once

#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <waggle/imports/linux.h>

/* A system call as the kernel takes it; arguments that it has not are 0. */
struct __waggle_call {
  long number, a, b, c, d, e, f;
};

#ifdef __cplusplus
extern "C" {
#endif

/* pages.c: zeroed pages of 4096 bytes above the program's data. mmap.c: the same with a file's content. */
long __waggle_map_anonymous(unsigned long address, unsigned long length, int flags);
long __waggle_map(struct __waggle_call call);
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

/* futex.c, select.c, signal_wait.c, prctl.c */
long __waggle_futex(const volatile int* word, int operation, int expected, const void* timeout);
long __waggle_pselect(int count, void* sets[3], const void* timeout, const void* mask);
long __waggle_sigtimedwait(const void* set, void* info, const void* timeout);
long __waggle_prctl(int operation, char* text);

#ifdef __cplusplus
}
#endif

#define WAGGLE_FOLDED static inline __attribute__((always_inline))

/* An address or a length as the host takes it. What 32 bits cannot hold becomes a length of 4 GiB - 1, or an address
 * that is -EFAULT. */
static inline uint32_t __waggle_u32(unsigned long value) { return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value; }
#define WAGGLE_AT(x) __waggle_u32((unsigned long)(x))
#define WAGGLE_SIZE(x) __waggle_u32((unsigned long)(x))

/* Sockets. */
WAGGLE_FOLDED long __waggle_socket_call(struct __waggle_call call) {
  switch (call.number) {
    case SYS_socket: return linux_socket(call.a, call.b, call.c);
    case SYS_bind: return linux_bind(call.a, WAGGLE_AT(call.b), call.c);
    case SYS_connect: return linux_connect(call.a, WAGGLE_AT(call.b), call.c);
    case SYS_listen: return linux_listen(call.a, call.b);
    case SYS_accept: return linux_accept4(call.a, WAGGLE_AT(call.b), WAGGLE_AT(call.c), 0);
    case SYS_accept4: return linux_accept4(call.a, WAGGLE_AT(call.b), WAGGLE_AT(call.c), call.d);
    case SYS_getsockname: return linux_getsockname(call.a, WAGGLE_AT(call.b), WAGGLE_AT(call.c));
    case SYS_getpeername: return linux_getpeername(call.a, WAGGLE_AT(call.b), WAGGLE_AT(call.c));
    case SYS_getsockopt: return linux_getsockopt(call.a, call.b, call.c, WAGGLE_AT(call.d), WAGGLE_AT(call.e));
    case SYS_setsockopt: return linux_setsockopt(call.a, call.b, call.c, WAGGLE_AT(call.d), call.e);
    case SYS_sendto:
      return linux_sendto(call.a, WAGGLE_AT(call.b), WAGGLE_SIZE(call.c), call.d, WAGGLE_AT(call.e), call.f);
    case SYS_recvfrom:
      return linux_recvfrom(call.a, WAGGLE_AT(call.b), WAGGLE_SIZE(call.c), call.d, WAGGLE_AT(call.e),
                            WAGGLE_AT(call.f));
    case SYS_sendmsg: return linux_sendmsg(call.a, WAGGLE_AT(call.b), call.c);
    case SYS_recvmsg: return linux_recvmsg(call.a, WAGGLE_AT(call.b), call.c);
    case SYS_shutdown: return linux_shutdown(call.a, call.b);
    case SYS_socketpair: return linux_socketpair(call.a, call.b, call.c, WAGGLE_AT(call.d));
    default: return linux_unserved(call.number); /* which tells its name */
  }
}

/* Identity, signals, events. */
WAGGLE_FOLDED long __waggle_process_call(struct __waggle_call call) {
  switch (call.number) {
    case SYS_getpid: return linux_getpid();
    case SYS_gettid: return linux_gettid();
    case SYS_getppid: return linux_getppid();
    case SYS_getuid: return linux_getuid();
    case SYS_geteuid: return linux_geteuid();
    case SYS_getgid: return linux_getgid();
    case SYS_getegid: return linux_getegid();
    case SYS_uname: return linux_uname(WAGGLE_AT(call.a));
    case SYS_sysinfo: return linux_sysinfo(WAGGLE_AT(call.a));
    case SYS_sched_getaffinity: return linux_sched_getaffinity(call.a, WAGGLE_SIZE(call.b), WAGGLE_AT(call.c));
    case SYS_sched_setaffinity: return linux_sched_setaffinity(call.a, WAGGLE_AT(call.c), WAGGLE_SIZE(call.b));
    case SYS_getcpu: return linux_getcpu(WAGGLE_AT(call.a), WAGGLE_AT(call.b));
    case SYS_getrusage: return linux_getrusage(call.a, WAGGLE_AT(call.b));
    case SYS_prlimit64: return linux_prlimit64(call.a, call.b, WAGGLE_AT(call.c), WAGGLE_AT(call.d));
    case SYS_getrandom: return linux_getrandom(WAGGLE_AT(call.a), WAGGLE_SIZE(call.b), call.c);
    case SYS_rt_sigprocmask: return linux_rt_sigprocmask(call.a, WAGGLE_AT(call.b), WAGGLE_AT(call.c), call.d);
    case SYS_kill: return linux_kill(call.a, call.b);
    case SYS_tgkill: return linux_tgkill(call.a, call.b, call.c);
    case SYS_perf_event_open: return linux_perf_event_open(WAGGLE_AT(call.a), call.b, call.c, call.d, call.e);
    default: return __waggle_socket_call(call);
  }
}

/* Time and waiting. */
WAGGLE_FOLDED long __waggle_waiting_call(struct __waggle_call call) {
  switch (call.number) {
    case SYS_clock_gettime: return linux_clock_gettime(call.a, WAGGLE_AT(call.b));
    case SYS_clock_getres: return linux_clock_getres(call.a, WAGGLE_AT(call.b));
    case SYS_clock_nanosleep: return linux_clock_nanosleep(call.a, call.b, WAGGLE_AT(call.c), WAGGLE_AT(call.d));
    case SYS_nanosleep: return linux_nanosleep(WAGGLE_AT(call.a), WAGGLE_AT(call.b));
    case SYS_timerfd_create: return linux_timerfd_create(call.a, call.b);
    case SYS_timerfd_settime: return linux_timerfd_settime(call.a, call.b, WAGGLE_AT(call.c), WAGGLE_AT(call.d));
    case SYS_timerfd_gettime: return linux_timerfd_gettime(call.a, WAGGLE_AT(call.b));
    case SYS_setitimer: return linux_setitimer(call.a, WAGGLE_AT(call.b), WAGGLE_AT(call.c));
    case SYS_getitimer: return linux_getitimer(call.a, WAGGLE_AT(call.b));
    case SYS_poll: return linux_poll(WAGGLE_AT(call.a), call.b, call.c);
    case SYS_ppoll: return linux_ppoll(WAGGLE_AT(call.a), call.b, WAGGLE_AT(call.c), WAGGLE_AT(call.d), call.e);
    case SYS_epoll_create1: return linux_epoll_create1(call.a);
    case SYS_epoll_ctl: return linux_epoll_ctl(call.a, call.b, call.c, WAGGLE_AT(call.d));
    case SYS_epoll_wait: return linux_epoll_wait(call.a, WAGGLE_AT(call.b), call.c, call.d);
    case SYS_epoll_pwait:
      return linux_epoll_pwait(call.a, WAGGLE_AT(call.b), call.c, call.d, WAGGLE_AT(call.e), call.f);
    case SYS_eventfd2: return linux_eventfd2(call.a, call.b);
    case SYS_signalfd4: return linux_signalfd4(call.a, WAGGLE_AT(call.b), call.c, call.d);
    default: return __waggle_process_call(call);
  }
}

/* Files; and whatever the host serves. In the order of <waggle/imports/linux.h>. */
WAGGLE_FOLDED long __waggle_host_call(struct __waggle_call call) {
  switch (call.number) {
    case SYS_openat: return linux_openat(call.a, WAGGLE_AT(call.b), call.c, call.d);
    case SYS_close: return linux_close(call.a);
    case SYS_read: return linux_read(call.a, WAGGLE_AT(call.b), WAGGLE_SIZE(call.c));
    case SYS_readv: return linux_readv(call.a, WAGGLE_AT(call.b), call.c);
    case SYS_pread64: return linux_pread64(call.a, WAGGLE_AT(call.b), WAGGLE_SIZE(call.c), call.d);
    case SYS_write: return linux_write(call.a, WAGGLE_AT(call.b), WAGGLE_SIZE(call.c));
    case SYS_writev: return linux_writev(call.a, WAGGLE_AT(call.b), call.c);
    case SYS_pwrite64: return linux_pwrite64(call.a, WAGGLE_AT(call.b), WAGGLE_SIZE(call.c), call.d);
    case SYS_lseek: return linux_lseek(call.a, call.b, call.c);
    case SYS_fstat: return linux_fstat(call.a, WAGGLE_AT(call.b));
    case SYS_newfstatat: return linux_newfstatat(call.a, WAGGLE_AT(call.b), WAGGLE_AT(call.c), call.d);
    case SYS_statx: return linux_statx(call.a, WAGGLE_AT(call.b), call.c, call.d, WAGGLE_AT(call.e));
    case SYS_readlinkat: return linux_readlinkat(call.a, WAGGLE_AT(call.b), WAGGLE_AT(call.c), WAGGLE_SIZE(call.d));
    case SYS_getdents64: return linux_getdents64(call.a, WAGGLE_AT(call.b), WAGGLE_SIZE(call.c));
    case SYS_faccessat: return linux_faccessat2(call.a, WAGGLE_AT(call.b), call.c, 0);
    case SYS_faccessat2: return linux_faccessat2(call.a, WAGGLE_AT(call.b), call.c, call.d);
    case SYS_unlinkat: return linux_unlinkat(call.a, WAGGLE_AT(call.b), call.c);
    case SYS_renameat2: return linux_renameat2(call.a, WAGGLE_AT(call.b), call.c, WAGGLE_AT(call.d), call.e);
    case SYS_mkdirat: return linux_mkdirat(call.a, WAGGLE_AT(call.b), call.c);
    case SYS_getcwd: return linux_getcwd(WAGGLE_AT(call.a), WAGGLE_SIZE(call.b));
    case SYS_umask: return linux_umask(call.a);
    case SYS_ftruncate: return linux_ftruncate(call.a, call.b);
    case SYS_fsync:
    case SYS_fdatasync: return linux_fsync(call.a);
    case SYS_dup: return linux_dup(call.a);
    case SYS_dup3: return linux_dup3(call.a, call.b, call.c);
    case SYS_fcntl: return linux_fcntl(call.a, call.b, call.c);
    case SYS_pipe2: return linux_pipe2(WAGGLE_AT(call.a), call.b);
    case SYS_statfs: return linux_statfs(WAGGLE_AT(call.a), WAGGLE_AT(call.b));
    case SYS_ioctl: return linux_ioctl(call.a, call.b, call.c);
    default: return __waggle_waiting_call(call);
  }
}

#undef WAGGLE_AT
#undef WAGGLE_SIZE

/* Calls that wait: a signal ends them with -EINTR, whatever SA_RESTART says (signal(7)). */
WAGGLE_FOLDED int __waggle_waits(long number) {
  return number == SYS_poll || number == SYS_ppoll || number == SYS_epoll_wait || number == SYS_epoll_pwait ||
         number == SYS_nanosleep || number == SYS_clock_nanosleep;
}

/* A call to the host, and what follows its return. */
WAGGLE_FOLDED long __waggle_outer_call(struct __waggle_call call) {
  if (__waggle_waits(call.number)) {
    const long mask = call.number == SYS_ppoll ? call.d : call.number == SYS_epoll_pwait ? call.e : 0;
    return __waggle_after_wait(__waggle_host_call(call), (const void*)mask);
  }
  long result;
  do result = __waggle_after_call(__waggle_host_call(call));
  while (result == -WAGGLE_RESTART);
  return result;
}

WAGGLE_FOLDED long __waggle_select_call(struct __waggle_call call) {
  void* sets[3] = {(void*)call.b, (void*)call.c, (void*)call.d};
  return __waggle_pselect(call.a, sets, (const void*)call.e, call.f ? *(const void* const*)call.f : 0);
}

WAGGLE_FOLDED long __waggle_syscall(struct __waggle_call call) {
  switch (call.number) {
    case SYS_mmap: return __waggle_map(call);
    case SYS_munmap: return __waggle_unmap(call.a, call.b);
    case SYS_brk: return 0; /* it never moves: malloc then maps pages */
    case SYS_mremap: return -ENOMEM;
    case SYS_mprotect: /* pages of a linear memory have no protection, advice or place on a disk */
    case SYS_madvise:
    case SYS_msync:
    case SYS_mlock: /* nor does a guest know what the host swaps */
    case SYS_mlock2:
    case SYS_munlock:
    case SYS_mlockall:
    case SYS_munlockall:
    case SYS_sched_yield: /* there is nobody else */
    case SYS_set_robust_list: return 0;
    case SYS_futex: return __waggle_futex((const volatile int*)call.a, call.b, call.c, (const void*)call.d);
    case SYS_pselect6: return __waggle_select_call(call);
    case SYS_rt_sigaction: return __waggle_sigaction(call.a, (const void*)call.b, (void*)call.c);
    case SYS_rt_sigsuspend: return __waggle_sigsuspend((const void*)call.a);
    case SYS_rt_sigtimedwait: return __waggle_sigtimedwait((const void*)call.a, (void*)call.b, (const void*)call.c);
    case SYS_tkill: return __waggle_raise(call.b);
    case SYS_prctl: return __waggle_prctl(call.a, (char*)call.b);
    case SYS_wait4:
    case SYS_waitid: return -ECHILD;
    case SYS_exit:
    case SYS_exit_group: linux_exit(call.a); return 0;
    default: return __waggle_outer_call(call);
  }
}
