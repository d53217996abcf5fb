// Skeletons: what the generated NAME.skel.h calls. One set of structures for two generators, who
// name the fields they fill: bpftool's own (links, obj a pointer to the skeleton's object) and the
// first generation's (rodata_offset, bss_offset, no links).
#ifndef LIBBPF_WASM_SKELETON_H
#define LIBBPF_WASM_SKELETON_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "object.h"
#include "program.h"

struct bpf_map_skeleton {
  const char* name;
  struct bpf_map** map;
  void** mmaped;  // the skeleton's rodata, data, bss ...; NULL for other maps
  struct bpf_link** link;
};

struct bpf_prog_skeleton {
  const char* name;
  struct bpf_program** prog;
  struct bpf_link** link;
};

struct bpf_object_skeleton {
  size_t sz;
  const char* name;
  const void* data;
  size_t data_sz;
  size_t rodata_offset;  // first generation; not needed: sections are found by name
  size_t bss_offset;
  struct bpf_object** obj;  // NULL in the first generation
  int map_cnt;
  int map_skel_sz;
  struct bpf_map_skeleton* maps;
  int prog_cnt;
  int prog_skel_sz;
  struct bpf_prog_skeleton* progs;
  struct bpf_object* object;  // ours: set by open
};

// Generators say how far apart the entries are.
static inline struct bpf_map_skeleton* libbpf_wasm__skeleton_map(const struct bpf_object_skeleton* s, int i) {
  return (struct bpf_map_skeleton*)(void*)((char*)s->maps + (size_t)i * (size_t)s->map_skel_sz);
}

static inline struct bpf_prog_skeleton* libbpf_wasm__skeleton_program(const struct bpf_object_skeleton* s, int i) {
  return (struct bpf_prog_skeleton*)(void*)((char*)s->progs + (size_t)i * (size_t)s->prog_skel_sz);
}

// A skeleton has a pointer for .kconfig too, but its values exist only in the kernel and these
// imports do not tell their size. wasm does not trap on NULL, so the pointer gets an address past
// the end of memory: a use traps, where NULL would read nonsense.
static inline void* libbpf_wasm__no_memory(void) { return (void*)(uintptr_t)0xffff0000u; }

// Fills the skeleton's pointers to maps, programs and global variables. ESRCH if the object lacks one.
static inline int bpf_object__open_skeleton(struct bpf_object_skeleton* s, const struct bpf_object_open_opts* opts) {
  struct bpf_object* obj = bpf_object__open_mem(s->data, s->data_sz, opts);
  if (!obj) return -errno;
  s->object = obj;
  if (s->obj) *s->obj = obj;
  for (int i = 0; i < s->map_cnt; i++) {
    struct bpf_map_skeleton* entry = libbpf_wasm__skeleton_map(s, i);
    struct bpf_map* map = bpf_object__find_map_by_name(obj, entry->name);
    if (!map) return libbpf_wasm__result(-ESRCH);
    *entry->map = map;
    if (entry->mmaped) *entry->mmaped = map->globals ? map->globals : libbpf_wasm__no_memory();
  }
  for (int i = 0; i < s->prog_cnt; i++) {
    struct bpf_prog_skeleton* entry = libbpf_wasm__skeleton_program(s, i);
    *entry->prog = bpf_object__find_program_by_name(obj, entry->name);
    if (!*entry->prog) return libbpf_wasm__result(-ESRCH);
  }
  return 0;
}

static inline int bpf_object__load_skeleton(struct bpf_object_skeleton* s) { return bpf_object__load(s->object); }

// Whether the section leaves open what to attach to: it names nothing, or is of a kind whose place
// (an interface, a cgroup, a socket map, ...) is known only at run time.
static inline bool libbpf_wasm__needs_target(const struct bpf_program* prog) {
  static const char* const kKinds[] = {"xdp", "tc", "netkit", "cgroup", "sk_", "lsm_cgroup", "struct_ops"};
  if (!strchr(prog->section, '/')) return true;
  for (size_t i = 0; i < sizeof(kKinds) / sizeof(kKinds[0]); i++)
    if (strncmp(prog->section, kKinds[i], strlen(kKinds[i])) == 0) return true;
  return false;
}

// Attaches every loaded program that has a target of its own or whose section says enough; the
// others are left for bpf_program__attach_target(), as in libbpf. Stops at the first failure.
static inline int bpf_object__attach_skeleton(struct bpf_object_skeleton* s) {
  for (int i = 0; i < s->prog_cnt; i++) {
    struct bpf_prog_skeleton* entry = libbpf_wasm__skeleton_program(s, i);
    struct bpf_program* prog = *entry->prog;
    if (!prog->autoload || !prog->autoattach || (entry->link && *entry->link)) continue;
    if (!prog->attach_target && libbpf_wasm__needs_target(prog)) continue;
    struct bpf_link* link = bpf_program__attach(prog);
    if (!link) return -errno;
    if (entry->link) *entry->link = link;
    else free(link);
  }
  return 0;
}

// Frees the links. The programs stay attached until the skeleton is destroyed: these imports detach
// only a whole object, and that would take the maps along.
static inline int bpf_object__detach_skeleton(struct bpf_object_skeleton* s) {
  for (int i = 0; i < s->prog_cnt; i++) {
    struct bpf_prog_skeleton* entry = libbpf_wasm__skeleton_program(s, i);
    if (!entry->link) continue;
    free(*entry->link);
    *entry->link = NULL;
  }
  return 0;
}

// Detaches and frees everything, the skeleton structure included.
static inline void bpf_object__destroy_skeleton(struct bpf_object_skeleton* s) {
  if (!s) return;
  bpf_object__detach_skeleton(s);
  bpf_object__close(s->object);
  free(s->maps);
  free(s->progs);
  free(s);
}

#endif
