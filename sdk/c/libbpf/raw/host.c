// What the host's kernel and libbpf know.
#include <bpf/libbpf.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

static int done(int error) {
  waggle_print_host_lines();
  return waggle_answer(error);
}

int libbpf_num_possible_cpus(void) {
  static int cpus;
  if (!cpus) {
    const int count = done(waggle_libbpf_num_possible_cpus());
    if (count < 0) return count;
    cpus = count;
  }
  return cpus;
}

int libbpf_find_vmlinux_btf_id(const char* name, enum bpf_attach_type type) {
  return done(waggle_libbpf_find_vmlinux_btf_id(waggle_at(name), type));
}

int libbpf_probe_bpf_prog_type(enum bpf_prog_type type, const void* options) {
  return options ? waggle_answer(-EINVAL) : done(waggle_libbpf_probe_bpf_prog_type(type));
}
int libbpf_probe_bpf_map_type(enum bpf_map_type type, const void* options) {
  return options ? waggle_answer(-EINVAL) : done(waggle_libbpf_probe_bpf_map_type(type));
}
int libbpf_probe_bpf_helper(enum bpf_prog_type type, enum bpf_func_id helper, const void* options) {
  return options ? waggle_answer(-EINVAL) : done(waggle_libbpf_probe_bpf_helper(type, helper));
}

int libbpf_prog_type_by_name(const char* name, enum bpf_prog_type* type, enum bpf_attach_type* attach_type) {
  if (!name) return waggle_answer(-EINVAL);
  uint32_t types[2] = {0};
  const int error = waggle_libbpf_prog_type_by_name(waggle_at(name), waggle_at(&types[0]), waggle_at(&types[1]));
  if (error) return done(error);
  *type = (enum bpf_prog_type)types[0];
  *attach_type = (enum bpf_attach_type)types[1];
  return 0;
}

int libbpf_attach_type_by_name(const char* name, enum bpf_attach_type* attach_type) {
  if (!name) return waggle_answer(-EINVAL);
  uint32_t type = 0;
  const int error = waggle_libbpf_attach_type_by_name(waggle_at(name), waggle_at(&type));
  if (!error) *attach_type = (enum bpf_attach_type)type;
  return done(error);
}

__u32 libbpf_major_version(void) { return LIBBPF_MAJOR_VERSION; }
__u32 libbpf_minor_version(void) { return LIBBPF_MINOR_VERSION; }

#define TEXT(x) #x
#define VERSION(major, minor) "v" TEXT(major) "." TEXT(minor)
const char* libbpf_version_string(void) { return VERSION(LIBBPF_MAJOR_VERSION, LIBBPF_MINOR_VERSION); }
