// Map operations. The imports know a map's key and value sizes, the guest's pointers carry none:
// buffers must be as large as the map says (per-CPU values: the size rounded up to 8, times
// libbpf_num_possible_cpus()).
#ifndef LIBBPF_WASM_MAP_H
#define LIBBPF_WASM_MAP_H

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "error.h"
#include "types.h"

static inline int libbpf_wasm__map_operate(int fd, int cmd, const void* key, void* value, void* next, uint64_t flags) {
  return libbpf_wasm__host_result(wasm_bpf_map_operate(fd, cmd, (void*)(uintptr_t)key, value, next, flags));
}

static inline int bpf_map_lookup_elem_flags(int fd, const void* key, void* value, uint64_t flags) {
  return libbpf_wasm__map_operate(fd, BPF_MAP_LOOKUP_ELEM, key, value, NULL, flags);
}

// ENOENT if there is no such key.
static inline int bpf_map_lookup_elem(int fd, const void* key, void* value) {
  return bpf_map_lookup_elem_flags(fd, key, value, 0);
}

static inline int bpf_map_update_elem(int fd, const void* key, const void* value, uint64_t flags) {
  return libbpf_wasm__map_operate(fd, BPF_MAP_UPDATE_ELEM, key, (void*)(uintptr_t)value, NULL, flags);
}

static inline int bpf_map_delete_elem_flags(int fd, const void* key, uint64_t flags) {
  return libbpf_wasm__map_operate(fd, BPF_MAP_DELETE_ELEM, key, NULL, NULL, flags);
}

static inline int bpf_map_delete_elem(int fd, const void* key) { return bpf_map_delete_elem_flags(fd, key, 0); }

// The key after `key`; the first one if `key` is NULL or not in the map. ENOENT behind the last.
static inline int bpf_map_get_next_key(int fd, const void* key, void* next_key) {
  return libbpf_wasm__map_operate(fd, BPF_MAP_GET_NEXT_KEY, key, NULL, next_key, 0);
}

static inline const char* bpf_map__name(const struct bpf_map* map) { return map->name; }

// A number in the guest's descriptor table, or EINVAL before load.
static inline int bpf_map__fd(const struct bpf_map* map) {
  if (!map || !map->obj_ptr) return libbpf_wasm__result(-EINVAL);
  if (map->fd < 0) {
    int fd = libbpf_wasm__host_result(wasm_bpf_map_fd_by_name(map->obj_ptr, map->name));
    if (fd < 0) return fd;
    ((struct bpf_map*)(uintptr_t)map)->fd = fd;  // remembered; libbpf's signature has const
  }
  return map->fd;
}

// The sizes are not checked: the imports do not tell the map's.
static inline int bpf_map__lookup_elem(const struct bpf_map* map, const void* key, size_t key_sz, void* value,
                                       size_t value_sz, __u64 flags) {
  (void)key_sz, (void)value_sz;
  int fd = bpf_map__fd(map);
  return fd < 0 ? fd : bpf_map_lookup_elem_flags(fd, key, value, flags);
}

static inline int bpf_map__update_elem(const struct bpf_map* map, const void* key, size_t key_sz, const void* value,
                                       size_t value_sz, __u64 flags) {
  (void)key_sz, (void)value_sz;
  int fd = bpf_map__fd(map);
  return fd < 0 ? fd : bpf_map_update_elem(fd, key, value, flags);
}

static inline int bpf_map__delete_elem(const struct bpf_map* map, const void* key, size_t key_sz, __u64 flags) {
  (void)key_sz;
  int fd = bpf_map__fd(map);
  return fd < 0 ? fd : bpf_map_delete_elem_flags(fd, key, flags);
}

static inline int bpf_map__get_next_key(const struct bpf_map* map, const void* key, void* next_key, size_t key_sz) {
  (void)key_sz;
  int fd = bpf_map__fd(map);
  return fd < 0 ? fd : bpf_map_get_next_key(fd, key, next_key);
}

// The guest's view of a section of global variables; NULL for any other map. Valid until close.
static inline void* bpf_map__initial_value(const struct bpf_map* map, size_t* size) {
  if (!map->globals) {
    errno = EINVAL;
    return NULL;
  }
  if (size) *size = map->globals_size;
  return map->globals;
}

// Before load only; `size` is the whole section's.
static inline int bpf_map__set_initial_value(struct bpf_map* map, const void* data, size_t size) {
  if (map->obj_ptr) return libbpf_wasm__result(-EBUSY);
  if (!map->globals || size != map->globals_size) return libbpf_wasm__result(-EINVAL);
  memcpy(map->globals, data, size);
  return 0;
}

// Reads the kernel's values of a section of globals into the guest's view of it.
static inline int bpf_map__refresh_globals(struct bpf_map* map) {
  const __u32 only = 0;
  int fd = bpf_map__fd(map);
  if (fd < 0) return fd;
  return map->globals ? bpf_map_lookup_elem(fd, &only, map->globals) : libbpf_wasm__result(-EINVAL);
}

// Writes the guest's view of a section of globals to the kernel: every variable of it, so that what
// programs have stored there since the last refresh is lost. EPERM for .rodata, which is frozen.
static inline int bpf_map__store_globals(struct bpf_map* map) {
  const __u32 only = 0;
  int fd = bpf_map__fd(map);
  if (fd < 0) return fd;
  return map->globals ? bpf_map_update_elem(fd, &only, map->globals, BPF_ANY) : libbpf_wasm__result(-EINVAL);
}

#endif
