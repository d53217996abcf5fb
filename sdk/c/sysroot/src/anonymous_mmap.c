// mmap for malloc, which maps no files: modules that only allocate import no file calls for it.
#define _GNU_SOURCE
#include <sys/mman.h>

#include "syscall.h"

void* __mmap(void* address, size_t length, int protection, int flags, int fd, off_t offset) {
  if (!(flags & MAP_ANONYMOUS)) return (void*)__syscall_ret(-ENODEV);
  return (void*)__syscall_ret(__waggle_map_anonymous((uintptr_t)address, length, flags));
}
