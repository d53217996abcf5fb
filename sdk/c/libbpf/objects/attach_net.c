// Attaching to cgroups, network namespaces and interfaces.
#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/results.h"

struct bpf_link* bpf_program__attach_cgroup(const struct bpf_program* program, int cgroup) {
  return waggle_link(waggle_bpf_program__attach_cgroup_opts(program->handle, cgroup, 0));
}

// A place among other programs, from an options structure that has one.
#define PLACE_OF(options)                                                \
  {                                                                      \
      .flags = WAGGLE_OPTION(options, flags, 0),                         \
      .relative_fd = WAGGLE_OPTION(options, relative_fd, 0),             \
      .relative_id = WAGGLE_OPTION(options, relative_id, 0),             \
      .expected_revision = WAGGLE_OPTION(options, expected_revision, 0), \
  }

struct bpf_link* bpf_program__attach_cgroup_opts(const struct bpf_program* program, int cgroup,
                                                 const struct bpf_cgroup_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  const struct waggle_place place = PLACE_OF(options);
  return waggle_link(waggle_bpf_program__attach_cgroup_opts(program->handle, cgroup, waggle_at(&place)));
}

struct bpf_link* bpf_program__attach_tcx(const struct bpf_program* program, int ifindex,
                                         const struct bpf_tcx_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  const struct waggle_place place = PLACE_OF(options);
  return waggle_link(waggle_bpf_program__attach_tcx(program->handle, ifindex, waggle_at(&place)));
}

struct bpf_link* bpf_program__attach_netkit(const struct bpf_program* program, int ifindex,
                                            const struct bpf_netkit_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  const struct waggle_place place = PLACE_OF(options);
  return waggle_link(waggle_bpf_program__attach_netkit(program->handle, ifindex, waggle_at(&place)));
}

struct bpf_link* bpf_program__attach_netfilter(const struct bpf_program* program,
                                               const struct bpf_netfilter_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_netfilter(
      program->handle, WAGGLE_OPTION(options, pf, 0), WAGGLE_OPTION(options, hooknum, 0),
      WAGGLE_OPTION(options, priority, 0), WAGGLE_OPTION(options, flags, 0)));
}

struct bpf_link* bpf_program__attach_netns(const struct bpf_program* program, int netns) {
  return waggle_link(waggle_bpf_program__attach_netns(program->handle, netns));
}
struct bpf_link* bpf_program__attach_sockmap(const struct bpf_program* program, int map) {
  return waggle_link(waggle_bpf_program__attach_sockmap(program->handle, map));
}
struct bpf_link* bpf_program__attach_xdp(const struct bpf_program* program, int ifindex) {
  return waggle_link(waggle_bpf_program__attach_xdp(program->handle, ifindex));
}
