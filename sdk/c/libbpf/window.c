#include "sdk/c/libbpf/window.h"

#include <sys/mman.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/results.h"

void* waggle_pages_take(size_t length) {
  void* place = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return place == MAP_FAILED ? NULL : place;
}

void waggle_pages_give_back(void* place, size_t length) { munmap(place, length); }

int waggle_lay_window(void* place, size_t length, int map_fd, uint32_t part) {
  const int laid = waggle_map_window(map_fd, waggle_at(place), waggle_u32(length), part);
  return laid < 0 ? laid : 0;  // 1 says that it is read-only
}

void waggle_lift_window(void* place) { waggle_window_close(waggle_at(place)); }

void* waggle_open_window(int map_fd, uint32_t part, size_t length) {
  void* place = waggle_pages_take(length);
  if (!place) return NULL;
  const int error = waggle_lay_window(place, length, map_fd, part);
  if (!error) return place;
  waggle_pages_give_back(place, length);
  return waggle_no_object(error);
}

void waggle_close_window(void* place, size_t length) {
  if (!place) return;
  waggle_lift_window(place);
  waggle_pages_give_back(place, length);
}
