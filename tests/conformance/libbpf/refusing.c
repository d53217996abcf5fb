// Linked into a program, these take the place of the imports by which rings become memory of the guest, and refuse:
// what a kernel does that does not let them be mapped. Other maps are mapped all the same.
#include <errno.h>
#include <stdint.h>

enum { kValues = 0 };  // WAGGLE_WINDOW_VALUES

__attribute__((import_module("libbpf"), import_name("map_window"))) int32_t really_map(int32_t map_fd, uint32_t place,
                                                                                       uint32_t length, uint32_t part);

int32_t waggle_map_window(int32_t map_fd, uint32_t place, uint32_t length, uint32_t part);
int32_t waggle_map_window(int32_t map_fd, uint32_t place, uint32_t length, uint32_t part) {
  return part == kValues ? really_map(map_fd, place, length, part) : -EINVAL;
}

int32_t waggle_perf_window(uint64_t buffer, uint32_t ring, uint32_t place, uint32_t length);
int32_t waggle_perf_window(uint64_t buffer, uint32_t ring, uint32_t place, uint32_t length) {
  (void)buffer, (void)ring, (void)place, (void)length;
  return -EINVAL;
}
