// libbpf_get_error of old: a pointer that is NULL, or that is a negative errno itself.
#include <bpf/libbpf.h>
#include <errno.h>

enum { kLargestErrno = 4095 };

long libbpf_get_error(const void* pointer) {
  if (!pointer) return -errno;
  const long value = (long)pointer;
  if (value >= 0 || value < -kLargestErrno) return 0;
  errno = (int)-value;
  return value;
}

int libbpf_set_strict_mode(enum libbpf_strict_mode mode) {
  (void)mode;
  return 0;  // since libbpf 1.0 there is one mode, the strict one
}
