// What a guest holds: objects, their programs and maps, links. The fields are public for sources of
// the first generation that read them; change them only through the functions.
#ifndef LIBBPF_WASM_TYPES_H
#define LIBBPF_WASM_TYPES_H

#include <stdbool.h>
#include <stddef.h>

#include "image.h"
#include "imports.h"
#include "uapi.h"

struct bpf_object;

// Lives in its object, which frees it.
struct bpf_map {
  bpf_object_skel obj_ptr;  // 0 before load
  const char* name;         // ".bss" and the like for a map of global variables
  struct bpf_object* object;
  int fd;         // -1 until first asked for
  void* globals;  // NULL for any other map: the guest's view of the section
  size_t globals_size;
};

// Lives in its object, which frees it.
struct bpf_program {
  bpf_object_skel obj_ptr;  // 0 before load
  const char* name;
  const char* section;  // as written in SEC(), without a leading '?'
  char* attach_target;  // NULL: as the section says
  bool autoattach;      // taken by bpf_object__attach_skeleton
  bool autoload;
  struct libbpf_wasm__symbol* symbol;
  struct bpf_object* object;
};

struct bpf_object {
  bpf_object_skel handle;           // 0 before load
  struct libbpf_wasm__image image;  // our own copy, edited through the maps' globals
  struct bpf_map* maps;
  size_t map_count;
  struct bpf_program* programs;
  size_t program_count;
  struct bpf_object* next;  // the objects of this guest
  // NULL until a program's autoload is set: guests that choose nothing need no code for it.
  int (*load_chosen)(struct bpf_object* obj);
};

// Proof that a program was attached. The imports can detach only a whole object.
struct bpf_link {
  struct bpf_program* program;
};

// No option can reach the host; pass NULL.
struct bpf_object_open_opts;

// One list for all translation units of the guest: ring_buffer__new() is told a descriptor only and
// must find the object behind it.
__attribute__((weak)) struct bpf_object* libbpf_wasm__objects;

#endif
