// Links. The host's links go with the object's program, or when they are destroyed here.
#include <bpf/bpf.h>
#include <stdlib.h>

#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

static int done(int error) {
  waggle_print_host_lines();
  return waggle_answer(error);
}

struct bpf_link* waggle_link(int64_t handle) {
  waggle_print_host_lines();
  if (handle <= 0) return waggle_no_object(handle ? handle : -EOPNOTSUPP);
  struct bpf_link* link = calloc(1, sizeof *link);
  if (link) link->handle = handle;
  else waggle_bpf_link__destroy(handle);
  return link;
}

int bpf_link__destroy(struct bpf_link* link) {
  if (!link || libbpf_get_error(link)) return 0;
  const int error = waggle_bpf_link__destroy(link->handle);
  free(link->pin_path);
  free(link);
  return done(error);
}

int bpf_link__detach(struct bpf_link* link) { return done(waggle_bpf_link__detach(link->handle)); }

void bpf_link__disconnect(struct bpf_link* link) { waggle_bpf_link__disconnect(link->handle); }

int bpf_link__update_program(struct bpf_link* link, struct bpf_program* program) {
  return done(waggle_bpf_link__update_program(link->handle, program->handle));
}

int bpf_link__update_map(struct bpf_link* link, const struct bpf_map* map) {
  return done(waggle_bpf_link__update_map(link->handle, map->handle));
}

int bpf_link__fd(const struct bpf_link* link) { return waggle_answer(waggle_bpf_link__fd(link->handle)); }

struct bpf_link* bpf_link__open(const char* path) { return waggle_link(waggle_bpf_link__open(waggle_at(path))); }

int bpf_link__pin(struct bpf_link* link, const char* path) {
  return done(waggle_bpf_link__pin(link->handle, waggle_at(path)));
}

int bpf_link__unpin(struct bpf_link* link) { return done(waggle_bpf_link__unpin(link->handle)); }

const char* bpf_link__pin_path(const struct bpf_link* link) {
  struct bpf_link* mutable = (struct bpf_link*)link;
  free(mutable->pin_path);
  mutable->pin_path = waggle_text(waggle_bpf_link__pin_path, link->handle);
  return link->pin_path;
}
