// Signals of a guest. It keeps its handlers and runs them when a call returns from the host; the host knows for each
// signal whether it is handled, ignored or left to its default, which signals are blocked, and which are pending.
#include "signals.h"

#include <signal.h>
#include <string.h>
#include <ucontext.h>

#include "ksigaction.h"

enum { kMaskSize = _NSIG / 8 };

static struct k_sigaction actions[_NSIG];

static uint64_t mask_of(const struct k_sigaction* action) {
  uint64_t mask;
  memcpy(&mask, action->mask, sizeof mask);
  return mask;
}

static long tell_host(int signal) { return linux_rt_sigaction(signal, (uintptr_t)&actions[signal], 0, kMaskSize); }

static uint64_t set_mask(int how, uint64_t mask) {
  uint64_t old = 0;
  linux_rt_sigprocmask(how, (uintptr_t)&mask, (uintptr_t)&old, kMaskSize);
  return old;
}

static void call(const struct k_sigaction* action, int signal, uint64_t old_mask) {
  if (!(action->flags & SA_SIGINFO)) {
    action->handler(signal);
    return;
  }
  siginfo_t info = {.si_signo = signal};
  ucontext_t context = {0};
  memcpy(&context.uc_sigmask, &old_mask, sizeof old_mask);
  ((void (*)(int, siginfo_t*, void*))action->handler)(signal, &info, &context);
}

static Delivery run_handler(int signal) {
  const struct k_sigaction action = actions[signal];
  if (action.handler == SIG_DFL || action.handler == SIG_IGN) return kNothing;
  const uint64_t own = action.flags & SA_NODEFER ? 0 : 1ull << (signal - 1);
  const uint64_t old = set_mask(SIG_BLOCK, mask_of(&action) | own);
  if (action.flags & SA_RESETHAND) {
    actions[signal].handler = SIG_DFL;
    tell_host(signal);
  }
  call(&action, signal, old);
  set_mask(SIG_SETMASK, old);
  return action.flags & SA_RESTART ? kRestart : kInterrupt;
}

static Delivery deliver(const void* mask) {
  // As the kernel does, handlers run before the mask of the wait is taken back.
  const uint64_t old = mask ? set_mask(SIG_SETMASK, *(const uint64_t*)mask) : 0;
  Delivery found = kNothing;
  for (int signal; (signal = linux_next_signal()) > 0 && signal < _NSIG;) {
    const Delivery one = run_handler(signal);
    if (one > found) found = one;
  }
  if (mask) set_mask(SIG_SETMASK, old);
  return found;
}

long __waggle_sigaction(int signal, const void* action, void* old) {
  if (signal < 1 || signal >= _NSIG || (action && (signal == SIGKILL || signal == SIGSTOP))) return -EINVAL;
  const struct k_sigaction before = actions[signal];
  if (action) {
    actions[signal] = *(const struct k_sigaction*)action;
    const long told = tell_host(signal);
    if (told < 0) {
      actions[signal] = before;
      return told;
    }
    if (actions[signal].handler != SIG_DFL && actions[signal].handler != SIG_IGN) __waggle_deliver = deliver;
  }
  if (old) *(struct k_sigaction*)old = before;
  return 0;
}

long __waggle_sigsuspend(const void* mask) { return __waggle_syscall(SYS_ppoll, 0, 0, 0, (long)mask, kMaskSize, 0); }
