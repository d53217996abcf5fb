// A program array, written by the program; only the dispatcher is attached.
#include "tailcalls.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct tailcalls_bpf* skel = tailcalls_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  bpf_program__set_autoattach(skel->progs.first, false);
  bpf_program__set_autoattach(skel->progs.second, false);
  if (tailcalls_bpf__load(skel)) return failed("load");
  const int map = bpf_map__fd(skel->maps.programs);
  for (__u32 key = 0; key < 2; ++key) {
    const int program = bpf_program__fd(key ? skel->progs.second : skel->progs.first);
    if (bpf_map_update_elem(map, &key, &program, BPF_ANY)) return failed("update");
  }
  if (tailcalls_bpf__attach(skel)) return failed("attach");
  printf("attached: %d %d %d\n", skel->links.dispatch != NULL, skel->links.first != NULL, skel->links.second != NULL);
  say_ready();
  while (*(volatile long long*)&skel->bss->calls < expected && !stopping) usleep(1000);
  bpf_link__destroy(skel->links.dispatch);
  skel->links.dispatch = NULL;
  printf("first %lld second %lld missed %lld\n", skel->bss->firsts, skel->bss->seconds, skel->bss->misses);
  tailcalls_bpf__destroy(skel);
  return 0;
}
