// A guest sends signals only to itself.
#include <waggle/system_calls.h>

long __waggle_raise(int signal) {
  return __waggle_syscall(SYS_tgkill, linux_getpid(), linux_gettid(), signal, 0, 0, 0);
}
