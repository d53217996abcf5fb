// Locks of a guest of one thread: nobody can wake it while it waits.
#include <linux/futex.h>
#include <waggle/system_calls.h>

long __waggle_futex(const volatile int* word, int operation, int expected, const void* timeout) {
  const int command = operation & FUTEX_CMD_MASK;
  if (command == FUTEX_WAKE || command == FUTEX_REQUEUE) return 0;
  if (command != FUTEX_WAIT) return -ENOSYS;
  if (*word != expected) return -EAGAIN;
  if (timeout) return -ETIMEDOUT;
  __builtin_trap();  // a deadlock: the only thread waits for itself
}
