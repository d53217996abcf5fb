// usage: sockops TAG EXPECTED CGROUP
#include <fcntl.h>

#include "sockops.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct sockops_bpf* skel = sockops_bpf__open_and_load();
  if (!skel) return failed("load");
  const int cgroup = open(argv[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (cgroup < 0) return failed(argv[3]);
  skel->links.watch = bpf_program__attach_cgroup(skel->progs.watch, cgroup);
  if (!skel->links.watch) return failed("attach");
  close(cgroup);
  say_ready();
  while (*(volatile long long*)&skel->bss->passive < expected && !stopping) usleep(1000);
  printf("active %lld passive %lld\n", skel->bss->active, skel->bss->passive);
  sockops_bpf__destroy(skel);
  return 0;
}
