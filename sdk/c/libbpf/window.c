#include "window.h"

#include <sys/mman.h>
#include <waggle/imports/libbpf.h>

#include "results.h"

void *waggle_pages_take(size_t length) {
  void *place = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return place == MAP_FAILED ? NULL : place;
}

void waggle_pages_give_back(void *place, size_t length) { munmap(place, length); }

int waggle_window_lay(void *place, size_t length, int map_fd, uint32_t part) {
  return libbpf_bpf_map__map_window(map_fd, waggle_at(place), waggle_u32(length), part);
}

void waggle_window_lift(void *place) { libbpf_bpf_map__close_window(waggle_at(place)); }

void *waggle_window_open(int map_fd, uint32_t part, size_t length) {
  void *place = waggle_pages_take(length);
  if (!place) return NULL;
  const int error = waggle_window_lay(place, length, map_fd, part);
  if (!error) return place;
  waggle_pages_give_back(place, length);
  return waggle_no_object(error);
}

void waggle_window_close(void *place, size_t length) {
  if (!place) return;
  waggle_window_lift(place);
  waggle_pages_give_back(place, length);
}
