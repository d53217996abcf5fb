// BPF objects: from an ELF image to programs and maps in the kernel. One file of the guest's SDK for
// opening, loading and closing; programs and maps have their own.
//
// Global variables. bpf_map__initial_value() and the pointers of a skeleton (skel->rodata,
// skel->data, skel->bss) show the guest's own view of a section. What is written there before load
// is what the programs start with. After load the view and the kernel's values are two memories,
// since these imports carry no mapping: bpf_map__refresh_globals() reads the kernel's values into
// the view, bpf_map__store_globals() writes the view back, both the whole section.
#ifndef LIBBPF_WASM_OBJECT_H
#define LIBBPF_WASM_OBJECT_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "autoload.h"
#include "error.h"
#include "map.h"
#include "types.h"

// libbpf makes a map ".kconfig" of `extern ... __kconfig` variables; only BTF names it.
static inline bool libbpf_wasm__has_kconfig(const struct libbpf_wasm__image* image) {
  static const char kName[] = ".kconfig";
  const struct libbpf_wasm__section* btf = libbpf_wasm__section_named(image, ".BTF");
  if (!btf || !libbpf_wasm__inside(image, btf)) return false;
  const char* bytes = image->bytes + btf->offset;
  for (size_t i = 0; i + sizeof(kName) <= btf->size; i++)
    if (memcmp(bytes + i, kName, sizeof(kName)) == 0) return true;
  return false;
}

static inline struct bpf_map* libbpf_wasm__add_map(struct bpf_object* obj, const char* name) {
  struct bpf_map* map = &obj->maps[obj->map_count++];
  map->name = name;
  map->object = obj;
  map->fd = -1;
  return map;
}

// A map of global variables. Its view lies in the image, except for .bss, which has no bytes there.
static inline int libbpf_wasm__add_globals(struct bpf_object* obj, const struct libbpf_wasm__section* section) {
  const char* name = libbpf_wasm__section_name(&obj->image, section);
  bool has_bytes = section->type != LIBBPF_WASM__NOBITS;
  if (!section->size || !libbpf_wasm__holds_globals(name)) return 0;
  if (has_bytes ? !libbpf_wasm__inside(&obj->image, section) : section->size > PTRDIFF_MAX) return -EINVAL;
  struct bpf_map* map = libbpf_wasm__add_map(obj, name);
  map->globals_size = (size_t)section->size;
  map->globals = has_bytes ? obj->image.bytes + section->offset : (char*)calloc(1, map->globals_size);
  return map->globals ? 0 : -ENOMEM;
}

static inline int libbpf_wasm__add_maps(struct bpf_object* obj) {
  const struct libbpf_wasm__image* image = &obj->image;
  size_t most = image->symbol_count + image->header->shnum + 1;
  obj->maps = (struct bpf_map*)calloc(most, sizeof(*obj->maps));
  if (!obj->maps) return -ENOMEM;
  for (size_t i = 0; i < image->symbol_count; i++)
    if (libbpf_wasm__is_map(image, &image->symbols[i]))
      libbpf_wasm__add_map(obj, libbpf_wasm__symbol_name(image, &image->symbols[i]));
  for (unsigned i = 1; i < image->header->shnum; i++) {
    int err = libbpf_wasm__add_globals(obj, &image->sections[i]);
    if (err) return err;
  }
  if (libbpf_wasm__has_kconfig(image)) libbpf_wasm__add_map(obj, ".kconfig");
  return 0;
}

static inline int libbpf_wasm__add_programs(struct bpf_object* obj) {
  const struct libbpf_wasm__image* image = &obj->image;
  obj->programs = (struct bpf_program*)calloc(image->symbol_count + 1, sizeof(*obj->programs));
  if (!obj->programs) return -ENOMEM;
  for (size_t i = 0; i < image->symbol_count; i++) {
    struct libbpf_wasm__symbol* symbol = &image->symbols[i];
    if (!libbpf_wasm__is_program(image, symbol)) continue;
    struct bpf_program* prog = &obj->programs[obj->program_count++];
    const char* section = libbpf_wasm__program_section_name(image, symbol);
    prog->name = libbpf_wasm__symbol_name(image, symbol);
    prog->autoload = section[0] != '?';
    prog->section = prog->autoload ? section : section + 1;
    prog->autoattach = true;
    prog->symbol = symbol;
    prog->object = obj;
  }
  return 0;
}

// Detaches its programs and frees everything of it: maps, programs, the views of its globals.
static inline void bpf_object__close(struct bpf_object* obj) {
  if (!obj) return;
  if (obj->handle) wasm_close_bpf_object(obj->handle);
  for (struct bpf_object** at = &libbpf_wasm__objects; *at; at = &(*at)->next) {
    if (*at != obj) continue;
    *at = obj->next;
    break;
  }
  for (size_t i = 0; i < obj->map_count; i++) {
    char* globals = (char*)obj->maps[i].globals;
    bool in_image = globals >= obj->image.bytes && globals < obj->image.bytes + obj->image.size;
    if (!in_image) free(globals);
  }
  for (size_t i = 0; i < obj->program_count; i++) free(obj->programs[i].attach_target);
  free(obj->maps);
  free(obj->programs);
  free(obj->image.bytes);
  free(obj);
}

// Takes a copy of the ELF image. NULL with EINVAL for what is not a BPF object file.
static inline struct bpf_object* bpf_object__open_mem(const void* elf, size_t size,
                                                      const struct bpf_object_open_opts* opts) {
  (void)opts;
  struct bpf_object* obj = (struct bpf_object*)calloc(1, sizeof(*obj));
  char* copy = (char*)malloc(size ? size : 1);
  if (!obj || !copy) {
    free(obj);
    free(copy);
    errno = ENOMEM;
    return NULL;
  }
  memcpy(copy, elf, size);
  int err = libbpf_wasm__image_open(&obj->image, copy, size) ? 0 : -EINVAL;
  if (!err) err = libbpf_wasm__add_maps(obj);
  if (!err) err = libbpf_wasm__add_programs(obj);
  if (err) {
    bpf_object__close(obj);
    errno = -err;
    return NULL;
  }
  obj->next = libbpf_wasm__objects;
  libbpf_wasm__objects = obj;
  return obj;
}

static inline bool libbpf_wasm__all_zero(const char* bytes, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (bytes[i]) return false;
  return true;
}

// Loads programs and maps. EINVAL when libbpf, the verifier or the kernel refuse it: the host has
// printed why on stderr, these imports carry no more.
static inline int bpf_object__load(struct bpf_object* obj) {
  if (!obj || obj->handle) return libbpf_wasm__result(-EINVAL);
  int err = obj->load_chosen ? obj->load_chosen(obj) : libbpf_wasm__load_image(obj, obj->image.bytes, obj->image.size);
  if (err) return libbpf_wasm__result(err);
  for (size_t i = 0; i < obj->program_count; i++) obj->programs[i].obj_ptr = obj->handle;
  for (size_t i = 0; i < obj->map_count; i++) {
    struct bpf_map* map = &obj->maps[i];
    map->obj_ptr = obj->handle;
    // An ELF image has no bytes for .bss: what the guest set there goes through the map, before any
    // program is attached.
    bool is_bss = strncmp(map->name, ".bss", 4) == 0;
    if (!is_bss || libbpf_wasm__all_zero((const char*)map->globals, map->globals_size)) continue;
    err = bpf_map__store_globals(map);
    if (err) return err;
  }
  return 0;
}

// Names of maps of globals match with or without the object's name: ".bss", "runqlat_.bss".
static inline struct bpf_map* bpf_object__find_map_by_name(const struct bpf_object* obj, const char* name) {
  const char* dot = strchr(name, '.');
  for (size_t i = 0; i < obj->map_count; i++)
    if (strcmp(obj->maps[i].name, dot ? dot : name) == 0) return &obj->maps[i];
  errno = ENOENT;
  return NULL;
}

static inline struct bpf_program* bpf_object__find_program_by_name(const struct bpf_object* obj, const char* name) {
  for (size_t i = 0; i < obj->program_count; i++)
    if (strcmp(obj->programs[i].name, name) == 0) return &obj->programs[i];
  errno = ENOENT;
  return NULL;
}

static inline int bpf_object__find_map_fd_by_name(const struct bpf_object* obj, const char* name) {
  struct bpf_map* map = bpf_object__find_map_by_name(obj, name);
  return map ? bpf_map__fd(map) : -ENOENT;
}

static inline struct bpf_map* bpf_object__next_map(const struct bpf_object* obj, const struct bpf_map* map) {
  size_t next = map ? (size_t)(map - obj->maps) + 1 : 0;
  return next < obj->map_count ? &obj->maps[next] : NULL;
}

static inline struct bpf_program* bpf_object__next_program(const struct bpf_object* obj, struct bpf_program* prog) {
  size_t next = prog ? (size_t)(prog - obj->programs) + 1 : 0;
  return next < obj->program_count ? &obj->programs[next] : NULL;
}

#define bpf_object__for_each_map(pos, obj) \
  for ((pos) = bpf_object__next_map((obj), NULL); (pos); (pos) = bpf_object__next_map((obj), (pos)))

#define bpf_object__for_each_program(pos, obj) \
  for ((pos) = bpf_object__next_program((obj), NULL); (pos); (pos) = bpf_object__next_program((obj), (pos)))

#endif
