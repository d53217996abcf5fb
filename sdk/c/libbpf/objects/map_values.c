// The global variables of BPF programs (.data, .bss, .rodata, .kconfig): pages of the guest, which it reads and writes
// without a call. After the load they are the kernel's own pages.
#include <stdlib.h>
#include <string.h>

#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"
#include "sdk/c/libbpf/window.h"

static size_t pages(size_t size) { return waggle_round_to_pages(size); }

// The kernel's configuration is known to the host when it loads the object, not before.
static bool is_kconfig(const struct bpf_map* map) {
  const size_t length = strlen(map->name), suffix = strlen(".kconfig");
  return length >= suffix && !strcmp(map->name + length - suffix, ".kconfig");
}

int waggle_map_values_take(struct bpf_map* map) {
  const uint32_t size = map->info.initial_value_size;
  if (!size || !(map->info.state & WAGGLE_MAP_INTERNAL)) return 0;
  map->values = waggle_pages_take(pages(size));
  if (!map->values) return -ENOMEM;
  const int32_t given = waggle_bpf_map__initial_value(map->handle, waggle_at(map->values), size);
  return given < 0 ? given : 0;
}

int waggle_map_values_give(struct bpf_map* map) {
  if (!map->values || map->is_window || is_kconfig(map)) return 0;
  return waggle_bpf_map__set_initial_value(map->handle, waggle_at(map->values), map->info.value_size);
}

// A section without variables, such as .rodata.str1.1, has no map to share: nobody could name what is in it.
int waggle_map_values_share(struct bpf_map* map) {
  if (!map->values || map->is_window || !(map->info.map_flags & BPF_F_MMAPABLE)) return 0;
  if (!(map->info.state & WAGGLE_MAP_AUTOCREATE)) return 0;
  const int fd = bpf_map__fd(map);
  if (fd < 0) return fd;
  const int error = waggle_lay_window(map->values, pages(map->info.value_size), fd, WAGGLE_WINDOW_VALUES);
  map->is_window = !error;
  if (error)
    libbpf_print(LIBBPF_WARN, "libbpf: map '%s': failed to mmap its memory: %s\n", map->name, libbpf_errstr(error));
  return error;
}

int waggle_map_values_resize(struct bpf_map* map, size_t before) {
  const size_t size = map->info.value_size;
  if (!map->values || pages(size) == pages(before)) return 0;
  void* values = waggle_pages_take(pages(size));
  if (!values) return -ENOMEM;
  memcpy(values, map->values, before < size ? before : size);
  waggle_pages_give_back(map->values, pages(before));
  map->values = values;
  return 0;
}

void waggle_map_values_free(struct bpf_map* map) {
  if (!map->values) return;
  waggle_pages_give_back(map->values, pages(map->info.value_size));
  map->values = NULL;
}
