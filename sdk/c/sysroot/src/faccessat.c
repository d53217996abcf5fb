// musl's own asks a child process where the kernel is too old for the flags. The host's is not.
#include <unistd.h>

#include "syscall.h"

int faccessat(int dir, const char* path, int mode, int flags) {
  return syscall(SYS_faccessat2, dir, path, mode, flags);
}
