// usage: cgroups TAG EXPECTED CGROUP
#include <fcntl.h>

#include "cgroups.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct cgroups_bpf* skel = cgroups_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (cgroups_bpf__load(skel) || cgroups_bpf__attach(skel)) return failed("load");
  const int cgroup = open(argv[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const __u32 key = 0;
  if (cgroup < 0) return failed(argv[3]);
  if (bpf_map_update_elem(bpf_map__fd(skel->maps.cgroups), &key, &cgroup, BPF_ANY)) return failed("update");
  close(cgroup);
  say_ready();
  while (*(volatile long long*)&skel->bss->calls < expected && !stopping) usleep(1000);
  printf("calls %lld inside %lld elsewhere %lld\n", skel->bss->calls, skel->bss->inside, skel->bss->elsewhere);
  cgroups_bpf__destroy(skel);
  return 0;
}
