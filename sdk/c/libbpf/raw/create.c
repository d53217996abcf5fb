// Maps, programs and BTF without an object, and what is pinned.
#include <bpf/bpf.h>
#include <string.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

static int done(int error) {
  waggle_print_host_lines();
  return waggle_answer(error);
}

int bpf_map_create(enum bpf_map_type type, const char* name, __u32 key_size, __u32 value_size, __u32 max_entries,
                   const struct bpf_map_create_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  if (WAGGLE_OPTION(options, token_fd, 0) || WAGGLE_OPTION(options, excl_prog_hash, NULL))
    return waggle_answer(-EOPNOTSUPP);
  const struct waggle_map_create given = {
      .btf_fd = WAGGLE_OPTION(options, btf_fd, 0),
      .btf_key_type_id = WAGGLE_OPTION(options, btf_key_type_id, 0),
      .btf_value_type_id = WAGGLE_OPTION(options, btf_value_type_id, 0),
      .btf_vmlinux_value_type_id = WAGGLE_OPTION(options, btf_vmlinux_value_type_id, 0),
      .inner_map_fd = WAGGLE_OPTION(options, inner_map_fd, 0),
      .map_flags = WAGGLE_OPTION(options, map_flags, 0),
      .map_extra = WAGGLE_OPTION(options, map_extra, 0),
      .numa_node = WAGGLE_OPTION(options, numa_node, 0),
      .map_ifindex = WAGGLE_OPTION(options, map_ifindex, 0),
      .value_type_btf_obj_fd = WAGGLE_OPTION(options, value_type_btf_obj_fd, 0),
  };
  return done(waggle_bpf_map_create(type, waggle_at(name), key_size, value_size, max_entries, waggle_at(&given)));
}

static struct waggle_prog_load load_options(const struct bpf_prog_load_opts* options) {
  return (struct waggle_prog_load){
      .expected_attach_type = WAGGLE_OPTION(options, expected_attach_type, 0),
      .prog_btf_fd = WAGGLE_OPTION(options, prog_btf_fd, 0),
      .prog_flags = WAGGLE_OPTION(options, prog_flags, 0),
      .prog_ifindex = WAGGLE_OPTION(options, prog_ifindex, 0),
      .kern_version = WAGGLE_OPTION(options, kern_version, 0),
      .attach_btf_id = WAGGLE_OPTION(options, attach_btf_id, 0),
      .attach_prog_fd = WAGGLE_OPTION(options, attach_prog_fd, 0),
      .attach_btf_obj_fd = WAGGLE_OPTION(options, attach_btf_obj_fd, 0),
      .func_info_rec_size = WAGGLE_OPTION(options, func_info_rec_size, 0),
      .line_info_rec_size = WAGGLE_OPTION(options, line_info_rec_size, 0),
      .attempts = (uint32_t)WAGGLE_OPTION(options, attempts, 0),
      .log_level = WAGGLE_OPTION(options, log_level, 0),
  };
}

static uint32_t table(uint32_t count, uint32_t size) { return waggle_u32((size_t)count * size); }

int bpf_prog_load(enum bpf_prog_type type, const char* name, const char* license, const struct bpf_insn* instructions,
                  size_t count, struct bpf_prog_load_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  const int* fds = WAGGLE_OPTION(options, fd_array, NULL);
  const uint32_t fd_count = WAGGLE_OPTION(options, fd_array_cnt, 0);
  if (WAGGLE_OPTION(options, token_fd, 0) || (fds && !fd_count)) return waggle_answer(-EOPNOTSUPP);
  struct waggle_prog_load given = load_options(options);
  const int fd = waggle_bpf_prog_load(
      type, waggle_at(name), waggle_at(license), waggle_at(instructions), waggle_u32(count * sizeof *instructions),
      waggle_at(&given), waggle_at(WAGGLE_OPTION(options, log_buf, NULL)), WAGGLE_OPTION(options, log_size, 0),
      waggle_at(WAGGLE_OPTION(options, func_info, NULL)),
      table(WAGGLE_OPTION(options, func_info_cnt, 0), given.func_info_rec_size),
      waggle_at(WAGGLE_OPTION(options, line_info, NULL)),
      table(WAGGLE_OPTION(options, line_info_cnt, 0), given.line_info_rec_size), waggle_at(fds),
      table(fd_count, sizeof *fds));
  if (WAGGLE_HAS(options, log_true_size)) options->log_true_size = given.log_true_size;
  return done(fd);
}

int bpf_btf_load(const void* btf, size_t size, struct bpf_btf_load_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  uint32_t true_size = WAGGLE_OPTION(options, log_true_size, 0);
  const int fd = waggle_bpf_btf_load(
      waggle_at(btf), waggle_u32(size), WAGGLE_OPTION(options, btf_flags, 0), WAGGLE_OPTION(options, log_level, 0),
      waggle_at(WAGGLE_OPTION(options, log_buf, NULL)), WAGGLE_OPTION(options, log_size, 0), waggle_at(&true_size));
  if (WAGGLE_HAS(options, log_true_size)) options->log_true_size = true_size;
  return done(fd);
}

int bpf_prog_bind_map(int program, int map, const struct bpf_prog_bind_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return waggle_answer(waggle_bpf_prog_bind_map(program, map, WAGGLE_OPTION(options, flags, 0)));
}

int bpf_obj_pin_opts(int fd, const char* path, const struct bpf_obj_pin_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  if (WAGGLE_OPTION(options, path_fd, 0) > 0) return waggle_answer(-EOPNOTSUPP);
  return done(waggle_bpf_obj_pin_opts(fd, waggle_at(path), WAGGLE_OPTION(options, file_flags, 0)));
}
int bpf_obj_pin(int fd, const char* path) { return bpf_obj_pin_opts(fd, path, NULL); }

int bpf_obj_get_opts(const char* path, const struct bpf_obj_get_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  if (WAGGLE_OPTION(options, path_fd, 0) > 0) return waggle_answer(-EOPNOTSUPP);
  return done(waggle_bpf_obj_get_opts(waggle_at(path), WAGGLE_OPTION(options, file_flags, 0)));
}
int bpf_obj_get(const char* path) { return bpf_obj_get_opts(path, NULL); }

// Memory for maps is accounted by cgroups; where a kernel still looks at RLIMIT_MEMLOCK, that is the host's affair.
int libbpf_set_memlock_rlim(size_t bytes) {
  (void)bytes;
  return 0;
}
