// What the kernel has loaded, by number and by descriptor.
#include <bpf/bpf.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/results.h"

int bpf_prog_get_next_id(__u32 start, __u32* next) {
  return waggle_answer(waggle_bpf_prog_get_next_id(start, waggle_at(next)));
}
int bpf_map_get_next_id(__u32 start, __u32* next) {
  return waggle_answer(waggle_bpf_map_get_next_id(start, waggle_at(next)));
}
int bpf_btf_get_next_id(__u32 start, __u32* next) {
  return waggle_answer(waggle_bpf_btf_get_next_id(start, waggle_at(next)));
}
int bpf_link_get_next_id(__u32 start, __u32* next) {
  return waggle_answer(waggle_bpf_link_get_next_id(start, waggle_at(next)));
}

typedef int32_t (*ById)(uint32_t id, uint32_t flags);

static int by_id(ById get, uint32_t id, const struct bpf_get_fd_by_id_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  if (WAGGLE_OPTION(options, token_fd, 0)) return waggle_answer(-EOPNOTSUPP);
  return waggle_answer(get(id, WAGGLE_OPTION(options, open_flags, 0)));
}

int bpf_prog_get_fd_by_id_opts(__u32 id, const struct bpf_get_fd_by_id_opts* options) {
  return by_id(waggle_bpf_prog_get_fd_by_id_opts, id, options);
}
int bpf_map_get_fd_by_id_opts(__u32 id, const struct bpf_get_fd_by_id_opts* options) {
  return by_id(waggle_bpf_map_get_fd_by_id_opts, id, options);
}
int bpf_btf_get_fd_by_id_opts(__u32 id, const struct bpf_get_fd_by_id_opts* options) {
  return by_id(waggle_bpf_btf_get_fd_by_id_opts, id, options);
}
int bpf_link_get_fd_by_id_opts(__u32 id, const struct bpf_get_fd_by_id_opts* options) {
  return by_id(waggle_bpf_link_get_fd_by_id_opts, id, options);
}
int bpf_prog_get_fd_by_id(__u32 id) { return bpf_prog_get_fd_by_id_opts(id, NULL); }
int bpf_map_get_fd_by_id(__u32 id) { return bpf_map_get_fd_by_id_opts(id, NULL); }
int bpf_btf_get_fd_by_id(__u32 id) { return bpf_btf_get_fd_by_id_opts(id, NULL); }
int bpf_link_get_fd_by_id(__u32 id) { return bpf_link_get_fd_by_id_opts(id, NULL); }

int bpf_obj_get_info_by_fd(int fd, void* info, __u32* length) {
  return waggle_answer(waggle_bpf_obj_get_info_by_fd(fd, waggle_at(info), waggle_at(length)));
}
int bpf_prog_get_info_by_fd(int fd, struct bpf_prog_info* info, __u32* length) {
  return bpf_obj_get_info_by_fd(fd, info, length);
}
int bpf_map_get_info_by_fd(int fd, struct bpf_map_info* info, __u32* length) {
  return bpf_obj_get_info_by_fd(fd, info, length);
}
int bpf_btf_get_info_by_fd(int fd, struct bpf_btf_info* info, __u32* length) {
  return bpf_obj_get_info_by_fd(fd, info, length);
}
int bpf_link_get_info_by_fd(int fd, struct bpf_link_info* info, __u32* length) {
  return bpf_obj_get_info_by_fd(fd, info, length);
}

int bpf_enable_stats(enum bpf_stats_type type) { return waggle_answer(waggle_bpf_enable_stats(type)); }

int bpf_task_fd_query(int pid, int fd, __u32 flags, char* name, __u32* length, __u32* program_id, __u32* type,
                      __u64* offset, __u64* address) {
  struct waggle_task_fd found = {0};
  const int error = waggle_bpf_task_fd_query(pid, fd, flags, waggle_at(name), name ? *length : 0, waggle_at(&found));
  *length = found.buf_len;
  *program_id = found.prog_id;
  *type = found.fd_type;
  *offset = found.probe_offset;
  *address = found.probe_addr;
  return waggle_answer(error);
}
