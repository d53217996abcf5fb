// What happens when the host returns: handlers run, and a signal with its default action ends the guest in order.
#include "libc.h"
#include "signals.h"
#include "stdio_impl.h"

Delivery (*__waggle_deliver)(const void* mask);

// A call that waits fails with EINTR although no handler ran: the host gives the time to write out what is buffered.
// It knows the signal and makes the exit code of it.
static void end_by_signal(void) {
  __stdio_exit();
  linux_exit(128);
}

static Delivery deliver(long result, const void* mask) {
  const Delivery found = __waggle_deliver ? __waggle_deliver(mask) : kNothing;
  if (result == -EINTR && found == kNothing) end_by_signal();
  return found;
}

long __waggle_after_call(long result) {
  return deliver(result, 0) == kRestart && result == -EINTR ? -WAGGLE_RESTART : result;
}

long __waggle_after_wait(long result, const void* mask) {
  deliver(result, mask);
  return result;
}
