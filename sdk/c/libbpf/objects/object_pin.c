// Pinning all maps or programs of an object.
#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

static int done(int error) {
  waggle_print_host_lines();
  return waggle_answer(error);
}

int bpf_object__pin_maps(struct bpf_object* object, const char* path) {
  return object ? done(waggle_bpf_object__pin_maps(object->handle, waggle_at(path))) : waggle_answer(-ENOENT);
}

int bpf_object__unpin_maps(struct bpf_object* object, const char* path) {
  return object ? done(waggle_bpf_object__unpin_maps(object->handle, waggle_at(path))) : waggle_answer(-ENOENT);
}

int bpf_object__pin_programs(struct bpf_object* object, const char* path) {
  return object ? done(waggle_bpf_object__pin_programs(object->handle, waggle_at(path))) : waggle_answer(-ENOENT);
}

int bpf_object__unpin_programs(struct bpf_object* object, const char* path) {
  return object ? done(waggle_bpf_object__unpin_programs(object->handle, waggle_at(path))) : waggle_answer(-ENOENT);
}

int bpf_object__pin(struct bpf_object* object, const char* path) {
  const int error = bpf_object__pin_maps(object, path);
  if (error) return error;
  const int programs = bpf_object__pin_programs(object, path);
  if (programs) bpf_object__unpin_maps(object, path);
  return waggle_answer(programs);
}

int bpf_object__unpin(struct bpf_object* object, const char* path) {
  const int error = bpf_object__unpin_programs(object, path);
  return error ? error : bpf_object__unpin_maps(object, path);
}
