// mmap for programs. A file's pages are a copy; a writable sharing of them is refused, as nothing would be shared. What
// can be shared is the memory of BPF maps, where the program has libbpf.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "syscall.h"

static long fill(unsigned long address, unsigned long length, int fd, long offset) {
  for (unsigned long done = 0; done < length;) {
    const long n = __syscall(SYS_pread64, fd, address + done, length - done, offset + (long)done);
    if (n < 0) return n;
    if (n == 0) break;
    done += n;
  }
  return 0;
}

static long map_file(unsigned long address, unsigned long length, int flags, int fd, long offset) {
  const long at = __waggle_map_anonymous(address, length, flags);
  if (at < 0) return at;
  const long filled = fill(at, length, fd, offset);
  if (filled == 0) return at;
  if (!(flags & MAP_FIXED)) __waggle_unmap(at, length);
  return filled;
}

// libbpf's: -ENODEV for what is no map.
__attribute__((__weak__)) long __waggle_share(unsigned long address, unsigned long length, int protection, int fd,
                                              long offset);

long __waggle_map(struct __waggle_call call) {
  const int protection = call.c, flags = call.d;
  if (flags & MAP_ANONYMOUS) return __waggle_map_anonymous(call.a, call.b, flags);
  if (call.f < 0 || call.f % 4096) return -EINVAL;
  if ((flags & MAP_TYPE) != MAP_PRIVATE && __waggle_share) {
    const long shared = __waggle_share(flags & MAP_FIXED ? call.a : 0, call.b, protection, call.e, call.f);
    if (shared != -ENODEV) return shared;
  }
  if ((flags & MAP_TYPE) != MAP_PRIVATE && (protection & PROT_WRITE)) return -ENODEV;
  return map_file(call.a, call.b, flags, call.e, call.f);
}

void* mmap(void* address, size_t length, int protection, int flags, int fd, off_t offset) {
  return (void*)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

// musl reads time zones and message catalogues by this.
const char unsigned* __map_file(const char* path, size_t* size) {
  struct stat st;
  const int fd = sys_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return 0;
  void* at = MAP_FAILED;
  if (!__fstat(fd, &st)) {
    at = mmap(0, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    *size = st.st_size;
  }
  __syscall(SYS_close, fd);
  return at == MAP_FAILED ? 0 : at;
}
