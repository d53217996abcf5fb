// Maps of objects: what they are, what the program makes them before the load, and their elements by name.
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

int waggle_map_refresh(struct bpf_map* map) { return waggle_map_info(map->handle, waggle_at(&map->info)); }

int waggle_map_init(struct bpf_map* map, struct bpf_object* object, int64_t handle) {
  *map = (struct bpf_map){.object = object, .handle = handle, .fd = -1};
  map->name = waggle_text(waggle_bpf_map__name, handle);
  if (!map->name) return -errno;
  const int error = waggle_map_refresh(map);
  return error ? error : waggle_map_values_take(map);
}

void waggle_map_free(struct bpf_map* map) {
  waggle_map_values_free(map);
  if (map->inner) {
    waggle_map_free(map->inner);
    free(map->inner);
  }
  free(map->pin_path);
  free(map->name);
}

static int done(int error) {
  waggle_print_host_lines();
  return waggle_answer(error);
}

// After a change the host is asked again: libbpf rounds some of what it is told.
static int changed(struct bpf_map* map, int error) {
  const uint32_t value_size = map->info.value_size;
  if (!error) error = waggle_map_refresh(map);
  if (!error && map->info.value_size != value_size) error = waggle_map_values_resize(map, value_size);
  return done(error);
}

int bpf_map__fd(const struct bpf_map* map) {
  if (!map) return waggle_answer(-EINVAL);
  if (map->fd < 0) {
    const int fd = waggle_bpf_map__fd(map->handle);
    if (fd < 0) return -1;  // as libbpf: not created yet, and errno left alone
    ((struct bpf_map*)map)->fd = fd;
  }
  return map->fd;
}

const char* bpf_map__name(const struct bpf_map* map) { return map ? map->name : waggle_no_object(-EINVAL); }
enum bpf_map_type bpf_map__type(const struct bpf_map* map) { return (enum bpf_map_type)map->info.type; }
uint32_t bpf_map__max_entries(const struct bpf_map* map) { return map->info.max_entries; }
uint32_t bpf_map__map_flags(const struct bpf_map* map) { return map->info.map_flags; }
uint32_t bpf_map__numa_node(const struct bpf_map* map) { return map->info.numa_node; }
uint32_t bpf_map__key_size(const struct bpf_map* map) { return map->info.key_size; }
uint32_t bpf_map__value_size(const struct bpf_map* map) { return map->info.value_size; }
uint32_t bpf_map__btf_key_type_id(const struct bpf_map* map) { return map ? map->info.btf_key_type_id : 0; }
uint32_t bpf_map__btf_value_type_id(const struct bpf_map* map) { return map ? map->info.btf_value_type_id : 0; }
uint32_t bpf_map__ifindex(const struct bpf_map* map) { return map->info.ifindex; }
__u64 bpf_map__map_extra(const struct bpf_map* map) { return map->info.map_extra; }
bool bpf_map__autocreate(const struct bpf_map* map) { return map->info.state & WAGGLE_MAP_AUTOCREATE; }
bool bpf_map__autoattach(const struct bpf_map* map) { return map->info.state & WAGGLE_MAP_AUTOATTACH; }
bool bpf_map__is_internal(const struct bpf_map* map) { return map->info.state & WAGGLE_MAP_INTERNAL; }

int bpf_map__set_type(struct bpf_map* map, enum bpf_map_type type) {
  return changed(map, waggle_bpf_map__set_type(map->handle, type));
}
int bpf_map__set_max_entries(struct bpf_map* map, uint32_t entries) {
  return changed(map, waggle_bpf_map__set_max_entries(map->handle, entries));
}
int bpf_map__set_map_flags(struct bpf_map* map, uint32_t flags) {
  return changed(map, waggle_bpf_map__set_map_flags(map->handle, flags));
}
int bpf_map__set_numa_node(struct bpf_map* map, uint32_t node) {
  return changed(map, waggle_bpf_map__set_numa_node(map->handle, node));
}
int bpf_map__set_key_size(struct bpf_map* map, uint32_t size) {
  return changed(map, waggle_bpf_map__set_key_size(map->handle, size));
}
int bpf_map__set_value_size(struct bpf_map* map, uint32_t size) {
  return changed(map, waggle_bpf_map__set_value_size(map->handle, size));
}
int bpf_map__set_ifindex(struct bpf_map* map, uint32_t ifindex) {
  return changed(map, waggle_bpf_map__set_ifindex(map->handle, ifindex));
}
int bpf_map__set_map_extra(struct bpf_map* map, __u64 extra) {
  return changed(map, waggle_bpf_map__set_map_extra(map->handle, extra));
}
int bpf_map__set_autocreate(struct bpf_map* map, bool autocreate) {
  return changed(map, waggle_bpf_map__set_autocreate(map->handle, autocreate));
}
int bpf_map__set_autoattach(struct bpf_map* map, bool autoattach) {
  return changed(map, waggle_bpf_map__set_autoattach(map->handle, autoattach));
}

int bpf_map__reuse_fd(struct bpf_map* map, int fd) { return changed(map, waggle_bpf_map__reuse_fd(map->handle, fd)); }

int bpf_map__set_inner_map_fd(struct bpf_map* map, int fd) {
  return done(waggle_bpf_map__set_inner_map_fd(map->handle, fd));
}

struct bpf_map* bpf_map__inner_map(struct bpf_map* map) {
  if (map->inner) return map->inner;
  const int64_t handle = waggle_bpf_map__inner_map(map->handle);
  if (handle <= 0) return waggle_no_object(handle ? handle : -ENOTSUP);
  map->inner = calloc(1, sizeof *map->inner);
  if (!map->inner) return NULL;
  const int error = waggle_map_init(map->inner, map->object, handle);
  if (!error) return map->inner;
  waggle_map_free(map->inner);
  free(map->inner);
  map->inner = NULL;
  return waggle_no_object(error);
}

int bpf_map__set_initial_value(struct bpf_map* map, const void* data, size_t size) {
  if (map->is_window || bpf_map__fd(map) >= 0) return waggle_answer(-EBUSY);
  if (!map->values || size != map->info.value_size) return waggle_answer(-EINVAL);
  memcpy(map->values, data, size);
  return 0;
}

void* bpf_map__initial_value(const struct bpf_map* map, size_t* size) {
  if (!map->values) return NULL;
  if (size) *size = map->info.value_size;
  return map->values;
}

int bpf_map__pin(struct bpf_map* map, const char* path) {
  return map ? changed(map, waggle_bpf_map__pin(map->handle, waggle_at(path))) : waggle_answer(-EINVAL);
}
int bpf_map__unpin(struct bpf_map* map, const char* path) {
  return map ? changed(map, waggle_bpf_map__unpin(map->handle, waggle_at(path))) : waggle_answer(-EINVAL);
}
int bpf_map__set_pin_path(struct bpf_map* map, const char* path) {
  return done(waggle_bpf_map__set_pin_path(map->handle, waggle_at(path)));
}
bool bpf_map__is_pinned(const struct bpf_map* map) { return map->info.state & WAGGLE_MAP_PINNED; }

const char* bpf_map__pin_path(const struct bpf_map* map) {
  struct bpf_map* mutable = (struct bpf_map*)map;
  free(mutable->pin_path);
  mutable->pin_path = waggle_text(waggle_bpf_map__pin_path, map->handle);
  return map->pin_path;
}

const char* bpf_map__get_pin_path(const struct bpf_map* map) { return bpf_map__pin_path(map); }

static bool is_per_cpu(uint32_t type) {
  return type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_PERCPU_HASH ||
         type == BPF_MAP_TYPE_LRU_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE;
}

// The size of a value as the program sees it; a per-CPU map has one for each CPU, in multiples of eight bytes.
static size_t value_room(const struct bpf_map* map, __u64 flags) {
  const size_t size = map->info.value_size;
  if (!is_per_cpu(map->info.type) || flags & (BPF_F_CPU | BPF_F_ALL_CPUS)) return size;
  return ((size + 7) & ~(size_t)7) * (size_t)libbpf_num_possible_cpus();
}

static int check_sizes(const struct bpf_map* map, size_t key_size, const size_t* value_size, __u64 flags) {
  if (bpf_map__fd(map) < 0) return -ENOENT;
  if (key_size != map->info.key_size) {
    libbpf_print(LIBBPF_WARN, "libbpf: map '%s': unexpected key size %zu provided, expected %u\n", map->name, key_size,
                 map->info.key_size);
    return -EINVAL;
  }
  if (!value_size || *value_size == value_room(map, flags)) return 0;
  libbpf_print(LIBBPF_WARN, "libbpf: map '%s': unexpected value size %zu provided, expected %zu\n", map->name,
               *value_size, value_room(map, flags));
  return -EINVAL;
}

int bpf_map__lookup_elem(const struct bpf_map* map, const void* key, size_t key_size, void* value, size_t value_size,
                         __u64 flags) {
  const int error = check_sizes(map, key_size, &value_size, flags);
  return error ? waggle_answer(error) : bpf_map_lookup_elem_flags(map->fd, key, value, flags);
}

int bpf_map__update_elem(const struct bpf_map* map, const void* key, size_t key_size, const void* value,
                         size_t value_size, __u64 flags) {
  const int error = check_sizes(map, key_size, &value_size, flags);
  return error ? waggle_answer(error) : bpf_map_update_elem(map->fd, key, value, flags);
}

int bpf_map__delete_elem(const struct bpf_map* map, const void* key, size_t key_size, __u64 flags) {
  const int error = check_sizes(map, key_size, NULL, flags);
  return error ? waggle_answer(error) : bpf_map_delete_elem_flags(map->fd, key, flags);
}

int bpf_map__lookup_and_delete_elem(const struct bpf_map* map, const void* key, size_t key_size, void* value,
                                    size_t value_size, __u64 flags) {
  const int error = check_sizes(map, key_size, &value_size, flags);
  return error ? waggle_answer(error) : bpf_map_lookup_and_delete_elem_flags(map->fd, key, value, flags);
}

int bpf_map__get_next_key(const struct bpf_map* map, const void* key, void* next, size_t key_size) {
  const int error = check_sizes(map, key_size, NULL, 0);
  return error ? waggle_answer(error) : bpf_map_get_next_key(map->fd, key, next);
}

struct bpf_link* bpf_map__attach_struct_ops(const struct bpf_map* map) {
  return waggle_link(waggle_bpf_map__attach_struct_ops(map->handle));
}
