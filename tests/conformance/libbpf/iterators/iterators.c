// Iterators of tasks and of a map, read as files are.
#include "iterators.skel.h"
#include "tests/conformance/libbpf/program.h"

static int print_all(struct bpf_link* link) {
  if (!link) return failed("attach");
  const int fd = bpf_iter_create(bpf_link__fd(link));
  if (fd < 0) return failed("bpf_iter_create");
  char text[64];
  for (ssize_t n; (n = read(fd, text, sizeof(text))) != 0;) {
    if (n < 0) return failed("read");
    fwrite(text, 1, (size_t)n, stdout);
  }
  close(fd);
  return bpf_link__destroy(link);
}

int main(int argc, char** argv) {
  expected_of(argc, argv);
  struct iterators_bpf* skel = iterators_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->wanted_pid = 1;
  if (iterators_bpf__load(skel)) return failed("load");
  const int map = bpf_map__fd(skel->maps.squares);
  for (__u32 key = 0; key < 200; ++key) {
    const __u64 value = (__u64)key * key;
    if (bpf_map_update_elem(map, &key, &value, BPF_ANY)) return failed("update");
  }
  say_ready();
  if (print_all(bpf_program__attach(skel->progs.tasks))) return 1;
  union bpf_iter_link_info target = {.map = {.map_fd = (__u32)map}};
  LIBBPF_OPTS(bpf_iter_attach_opts, options, .link_info = &target, .link_info_len = sizeof(target));
  if (print_all(bpf_program__attach_iter(skel->progs.elements, &options))) return 1;
  iterators_bpf__destroy(skel);
  return 0;
}
