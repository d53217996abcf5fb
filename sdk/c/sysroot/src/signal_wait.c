// sigtimedwait(2) by signalfd(2) and ppoll(2), which the host has.
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <waggle/system_calls.h>

enum { kMaskSize = sizeof(uint64_t) };

// The signal's number, which is all that the host tells of it.
static long take(long fd, siginfo_t* info) {
  struct signalfd_siginfo got;
  const long n = __waggle_syscall((struct __waggle_call){SYS_read, fd, (long)&got, sizeof got});
  if (n < 0) return n;
  if (info) *info = (siginfo_t){.si_signo = got.ssi_signo};
  return got.ssi_signo;
}

// The signal's number, or -EAGAIN where the time is over. Signals of `set` that are not blocked are for the time of the
// call, so that it is the call that gets them.
long __waggle_sigtimedwait(const void* set, void* info, const void* timeout) {
  uint64_t before;
  const long fd =
      __waggle_syscall((struct __waggle_call){SYS_signalfd4, -1, (long)set, kMaskSize, SFD_CLOEXEC | SFD_NONBLOCK});
  if (fd < 0) return fd;
  linux_rt_sigprocmask(SIG_BLOCK, (uintptr_t)set, (uintptr_t)&before, kMaskSize);
  struct pollfd polled = {.fd = (int)fd, .events = POLLIN};
  const long ready = __waggle_syscall((struct __waggle_call){SYS_ppoll, (long)&polled, 1, (long)timeout, 0, kMaskSize});
  const long result = ready > 0 ? take(fd, info) : ready < 0 ? ready : -EAGAIN;
  linux_rt_sigprocmask(SIG_SETMASK, (uintptr_t)&before, 0, kMaskSize);
  __waggle_syscall((struct __waggle_call){SYS_close, fd});
  return result;
}
