#include "sdk/c/libbpf/window.h"

#include <linux/bpf.h>
#include <sys/mman.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/results.h"

void* waggle_pages_take(size_t length) {
  void* place = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return place == MAP_FAILED ? NULL : place;
}

void waggle_pages_give_back(void* place, size_t length) {
  if (place) munmap(place, length);
}

int waggle_lay_window(void* place, size_t length, int map_fd, uint32_t part) {
  const int laid = waggle_map_window(map_fd, waggle_at(place), waggle_u32(length), part);
  return laid < 0 ? laid : 0;  // 1 says that it is read-only
}

void* waggle_open_window(int map_fd, uint32_t part, size_t length) {
  void* place = waggle_pages_take(length);
  if (!place) return NULL;
  const int error = waggle_lay_window(place, length, map_fd, part);
  if (!error) return place;
  waggle_pages_give_back(place, length);
  return waggle_no_object(error);
}

// Which part of a map's memory begins at `offset` of its descriptor, as the kernel lays it out.
static int part_at(const struct bpf_map_info* map, long offset) {
  const int is_ring = map->type == BPF_MAP_TYPE_RINGBUF || map->type == BPF_MAP_TYPE_USER_RINGBUF;
  if (is_ring) return offset == 0 ? WAGGLE_WINDOW_CONSUMER : offset == kWagglePage ? WAGGLE_WINDOW_PRODUCER : -EINVAL;
  return offset == 0 ? WAGGLE_WINDOW_VALUES : -EINVAL;
}

// mmap(2) of a map's descriptor, for libc: the address, or a negative errno.
long __waggle_share(unsigned long address, unsigned long length, int protection, int fd, long offset);
long __waggle_share(unsigned long address, unsigned long length, int protection, int fd, long offset) {
  (void)protection;  // the host gives what the map allows
  struct bpf_map_info map = {0};
  uint32_t size = sizeof map;
  if (waggle_bpf_obj_get_info_by_fd(fd, waggle_at(&map), waggle_at(&size))) return -ENODEV;
  const int part = part_at(&map, offset);
  if (part < 0) return part;
  length = waggle_round_to_pages(length);
  void* place = address ? (void*)address : waggle_pages_take(length);
  if (!place) return -ENOMEM;
  const int error = waggle_lay_window(place, length, fd, (uint32_t)part);
  if (!error) return (long)place;
  if (!address) waggle_pages_give_back(place, length);
  return error;
}

// Of munmap(2). For pages that are no window the host says so, and nothing else happens.
void __waggle_unshare(unsigned long address);
void __waggle_unshare(unsigned long address) { waggle_window_close(waggle_u32(address)); }
