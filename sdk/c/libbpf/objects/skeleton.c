// What `bpftool gen skeleton` writes calls these. A skeleton says how large its entries are: it may be of another
// version than this libbpf, with fewer members at their ends.
#include <stdlib.h>
#include <string.h>

#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

static struct bpf_map_skeleton* map_entry(struct bpf_map_skeleton* maps, int size, int i) {
  return (struct bpf_map_skeleton*)((char*)maps + (ptrdiff_t)size * i);
}

static struct bpf_prog_skeleton* program_entry(struct bpf_prog_skeleton* programs, int size, int i) {
  return (struct bpf_prog_skeleton*)((char*)programs + (ptrdiff_t)size * i);
}

static bool is_kconfig(const struct bpf_map* map) {
  const char* dot = strrchr(map->name, '.');
  return dot && !strcmp(dot, ".kconfig");
}

static int find_maps(const struct bpf_object* object, struct bpf_map_skeleton* maps, int count, int size) {
  for (int i = 0; i < count; ++i) {
    struct bpf_map_skeleton* entry = map_entry(maps, size, i);
    *entry->map = bpf_object__find_map_by_name(object, entry->name);
    if (!*entry->map) {
      libbpf_print(LIBBPF_WARN, "libbpf: failed to find skeleton map '%s'\n", entry->name);
      return -ESRCH;
    }
    // The configuration of the kernel is not the program's to set.
    if (entry->mmaped && !is_kconfig(*entry->map)) *entry->mmaped = (*entry->map)->values;
  }
  return 0;
}

static int find_programs(const struct bpf_object* object, struct bpf_prog_skeleton* programs, int count, int size) {
  for (int i = 0; i < count; ++i) {
    struct bpf_prog_skeleton* entry = program_entry(programs, size, i);
    *entry->prog = bpf_object__find_program_by_name(object, entry->name);
    if (!*entry->prog) {
      libbpf_print(LIBBPF_WARN, "libbpf: failed to find skeleton program '%s'\n", entry->name);
      return -ESRCH;
    }
  }
  return 0;
}

int bpf_object__open_skeleton(struct bpf_object_skeleton* s, const struct bpf_object_open_opts* options) {
  struct bpf_object_open_opts named = {.sz = sizeof named};
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  if (options) memcpy(&named, options, options->sz < sizeof named ? options->sz : sizeof named);
  named.sz = sizeof named;
  if (!named.object_name) named.object_name = s->name;
  struct bpf_object* object = bpf_object__open_mem(s->data, s->data_sz, &named);
  if (!object) {
    const int error = -errno;
    libbpf_print(LIBBPF_WARN, "libbpf: failed to initialize skeleton BPF object '%s': %s\n", s->name,
                 libbpf_errstr(error));
    return waggle_answer(error);
  }
  *s->obj = object;
  int error = find_maps(object, s->maps, s->map_cnt, s->map_skel_sz);
  if (!error) error = find_programs(object, s->progs, s->prog_cnt, s->prog_skel_sz);
  return waggle_answer(error);
}

int bpf_object__load_skeleton(struct bpf_object_skeleton* s) {
  const int error = bpf_object__load(*s->obj);
  if (error) {
    libbpf_print(LIBBPF_WARN, "libbpf: failed to load BPF skeleton '%s': %s\n", s->name, libbpf_errstr(error));
    return waggle_answer(error);
  }
  for (int i = 0; i < s->map_cnt; ++i) {
    struct bpf_map_skeleton* entry = map_entry(s->maps, s->map_skel_sz, i);
    if (entry->mmaped) *entry->mmaped = (*entry->map)->values;
  }
  return 0;
}

// Sections that do not say what to attach to, such as "uprobe", leave it to the program: no link, and no failure.
static int attach_program(struct bpf_prog_skeleton* entry) {
  const int64_t handle = waggle_program_autoattach((*entry->prog)->handle);
  if (!handle) return 0;
  *entry->link = waggle_link(handle);
  return *entry->link ? 0 : -errno;
}

static int attach_programs(struct bpf_object_skeleton* s) {
  for (int i = 0; i < s->prog_cnt; ++i) {
    struct bpf_prog_skeleton* entry = program_entry(s->progs, s->prog_skel_sz, i);
    if (!bpf_program__autoload(*entry->prog) || !bpf_program__autoattach(*entry->prog) || *entry->link) continue;
    const int error = attach_program(entry);
    if (error) return error;
  }
  return 0;
}

static bool has_link(const struct bpf_object_skeleton* s) {
  return (size_t)s->map_skel_sz >= offsetof(struct bpf_map_skeleton, link) + sizeof(struct bpf_link**);
}

static int attach_maps(struct bpf_object_skeleton* s) {
  for (int i = 0; i < s->map_cnt; ++i) {
    struct bpf_map_skeleton* entry = map_entry(s->maps, s->map_skel_sz, i);
    if (bpf_map__type(*entry->map) != BPF_MAP_TYPE_STRUCT_OPS) continue;
    if (!bpf_map__autocreate(*entry->map) || !bpf_map__autoattach(*entry->map)) continue;
    if (!has_link(s) || !entry->link) {
      libbpf_print(LIBBPF_WARN, "libbpf: map '%s': BPF skeleton version is old, skipping map auto-attachment...\n",
                   entry->name);
      continue;
    }
    if (*entry->link) continue;
    *entry->link = bpf_map__attach_struct_ops(*entry->map);
    if (*entry->link) continue;
    const int error = -errno;
    libbpf_print(LIBBPF_WARN, "libbpf: map '%s': failed to auto-attach: %s\n", entry->name, libbpf_errstr(error));
    return error;
  }
  return 0;
}

int bpf_object__attach_skeleton(struct bpf_object_skeleton* s) {
  const int error = attach_programs(s);
  return waggle_answer(error ? error : attach_maps(s));
}

static void destroy(struct bpf_link** link) {
  if (!link) return;
  bpf_link__destroy(*link);
  *link = NULL;
}

void bpf_object__detach_skeleton(struct bpf_object_skeleton* s) {
  for (int i = 0; i < s->prog_cnt; ++i) destroy(program_entry(s->progs, s->prog_skel_sz, i)->link);
  for (int i = 0; has_link(s) && i < s->map_cnt; ++i) destroy(map_entry(s->maps, s->map_skel_sz, i)->link);
}

void bpf_object__destroy_skeleton(struct bpf_object_skeleton* s) {
  if (!s) return;
  bpf_object__detach_skeleton(s);
  if (s->obj) bpf_object__close(*s->obj);
  free(s->maps);
  free(s->progs);
  free(s);
}

// The address of one variable in an object that another skeleton opened.
static void* find_variable(const struct bpf_map* map, const struct btf* btf, const char* name) {
  const struct btf_type* section = btf__type_by_id(btf, bpf_map__btf_value_type_id(map));
  if (!section || !btf_is_datasec(section)) return NULL;
  const struct btf_var_secinfo* variable = btf_var_secinfos(section);
  for (int i = 0; i < btf_vlen(section); ++i, ++variable) {
    const struct btf_type* type = btf__type_by_id(btf, variable->type);
    if (!strcmp(btf__name_by_offset(btf, type->name_off), name)) return (char*)map->values + variable->offset;
  }
  return NULL;
}

int bpf_object__open_subskeleton(struct bpf_object_subskeleton* s) {
  if (!s->obj) return waggle_answer(-EINVAL);
  const struct btf* btf = bpf_object__btf(s->obj);
  if (!btf) {
    libbpf_print(LIBBPF_WARN, "libbpf: subskeletons require BTF at runtime (object %s)\n", bpf_object__name(s->obj));
    return waggle_answer(-EINVAL);
  }
  int error = find_maps(s->obj, s->maps, s->map_cnt, s->map_skel_sz);
  if (!error) error = find_programs(s->obj, s->progs, s->prog_cnt, s->prog_skel_sz);
  for (int i = 0; !error && i < s->var_cnt; ++i) {
    struct bpf_var_skeleton* entry = (struct bpf_var_skeleton*)((char*)s->vars + (ptrdiff_t)s->var_skel_sz * i);
    void* variable = find_variable(*entry->map, btf, entry->name);
    if (variable) *entry->addr = variable;
  }
  return waggle_answer(error);
}

void bpf_object__destroy_subskeleton(struct bpf_object_subskeleton* s) {
  if (!s) return;
  free(s->maps);
  free(s->progs);
  free(s->vars);
  free(s);
}
