// A skeleton of the shape that the first-generation generator wrote: section offsets in place of
// links, obj a plain pointer that nobody fills. Written by hand; the object comes by #embed.
#ifndef HANDWRITTEN_SKEL_H
#define HANDWRITTEN_SKEL_H

#include <assert.h>
#include <errno.h>
#include <libbpf-wasm.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct first_bpf {
  struct bpf_object_skeleton* skeleton;
  struct bpf_object* obj;
  struct {
    struct bpf_map* knocks;
    struct bpf_map* rb;
    struct bpf_map* rodata;
  } maps;
  struct {
    struct bpf_program* handle_knock;
    struct bpf_program* handle_packet;
  } progs;
  struct first_bpf__rodata {
    unsigned int door;
  }* rodata;
};

static void first_bpf__destroy(struct first_bpf* obj) {
  if (!obj) return;
  if (obj->skeleton) bpf_object__destroy_skeleton(obj->skeleton);
  free(obj);
}

static inline void* first_bpf__elf_bytes(size_t* size) {
  static unsigned char bytes[] __attribute__((aligned(8))) = {
#embed "first.bpf.o"
  };
  *size = sizeof(bytes);
  return bytes;
}

static inline int first_bpf__create_skeleton(struct first_bpf* obj) {
  struct bpf_object_skeleton* s;

  s = (struct bpf_object_skeleton*)calloc(1, sizeof(*s));
  if (!s) return -1;
  obj->skeleton = s;

  s->sz = sizeof(*s);
  s->name = "first_bpf";

  s->map_cnt = 3;
  s->map_skel_sz = sizeof(*s->maps);
  s->maps = (struct bpf_map_skeleton*)calloc(s->map_cnt, s->map_skel_sz);
  if (!s->maps) return -1;

  s->maps[0].name = "knocks";
  s->maps[0].map = &obj->maps.knocks;

  s->maps[1].name = "rb";
  s->maps[1].map = &obj->maps.rb;

  s->maps[2].name = "first_bp.rodata";
  s->maps[2].map = &obj->maps.rodata;
  s->maps[2].mmaped = (void**)&obj->rodata;

  s->prog_cnt = 2;
  s->prog_skel_sz = sizeof(*s->progs);
  s->progs = (struct bpf_prog_skeleton*)calloc(s->prog_cnt, s->prog_skel_sz);
  if (!s->progs) return -1;

  s->progs[0].name = "handle_knock";
  s->progs[0].prog = &obj->progs.handle_knock;

  s->progs[1].name = "handle_packet";
  s->progs[1].prog = &obj->progs.handle_packet;

  s->data = first_bpf__elf_bytes(&s->data_sz);
  // Generated code has the file offsets of the sections here.
  s->rodata_offset = 0;
  s->bss_offset = 0;
  return 0;
}

static inline struct first_bpf* first_bpf__open(void) {
  struct first_bpf* obj;

  obj = (struct first_bpf*)calloc(1, sizeof(*obj));
  if (!obj) return NULL;
  if (first_bpf__create_skeleton(obj) || bpf_object__open_skeleton(obj->skeleton, NULL)) {
    first_bpf__destroy(obj);
    return NULL;
  }
  return obj;
}

static inline int first_bpf__load(struct first_bpf* obj) { return bpf_object__load_skeleton(obj->skeleton); }

static inline int first_bpf__attach(struct first_bpf* obj) { return bpf_object__attach_skeleton(obj->skeleton); }

static inline void first_bpf__detach(struct first_bpf* obj) { bpf_object__detach_skeleton(obj->skeleton); }

#endif
