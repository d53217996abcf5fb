// Many elements of a map in one system call. `count` is told and answered, also where the call fails.
#include <bpf/bpf.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/results.h"

int bpf_map_lookup_batch(int fd, void* in, void* out, void* keys, void* values, __u32* count,
                         const struct bpf_map_batch_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return waggle_answer(waggle_bpf_map_lookup_batch(
      fd, waggle_at(in), waggle_at(out), waggle_at(keys), waggle_at(values), waggle_at(count),
      WAGGLE_OPTION(options, elem_flags, 0), WAGGLE_OPTION(options, flags, 0)));
}

int bpf_map_lookup_and_delete_batch(int fd, void* in, void* out, void* keys, void* values, __u32* count,
                                    const struct bpf_map_batch_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return waggle_answer(waggle_bpf_map_lookup_and_delete_batch(
      fd, waggle_at(in), waggle_at(out), waggle_at(keys), waggle_at(values), waggle_at(count),
      WAGGLE_OPTION(options, elem_flags, 0), WAGGLE_OPTION(options, flags, 0)));
}

int bpf_map_update_batch(int fd, const void* keys, const void* values, __u32* count,
                         const struct bpf_map_batch_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return waggle_answer(waggle_bpf_map_update_batch(fd, waggle_at(keys), waggle_at(values), waggle_at(count),
                                                   WAGGLE_OPTION(options, elem_flags, 0),
                                                   WAGGLE_OPTION(options, flags, 0)));
}

int bpf_map_delete_batch(int fd, const void* keys, __u32* count, const struct bpf_map_batch_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return waggle_answer(waggle_bpf_map_delete_batch(
      fd, waggle_at(keys), waggle_at(count), WAGGLE_OPTION(options, elem_flags, 0), WAGGLE_OPTION(options, flags, 0)));
}
