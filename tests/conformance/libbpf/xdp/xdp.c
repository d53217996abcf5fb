// An XDP link, and the same program by the interface's own attachment.
#include <linux/if_link.h>
#include <net/if.h>

#include "tests/conformance/libbpf/program.h"
#include "xdp.skel.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  const int lo = (int)if_nametoindex("lo");
  struct xdp_bpf* skel = xdp_bpf__open_and_load();
  if (!skel) return failed("load");
  __u32 id = 0;
  const int program = bpf_program__fd(skel->progs.count);
  printf("attached %d", bpf_xdp_attach(lo, program, XDP_FLAGS_SKB_MODE, NULL));
  printf(", queried %d", bpf_xdp_query_id(lo, XDP_FLAGS_SKB_MODE, &id));
  printf(", a program: %d, detached %d", id > 0, bpf_xdp_detach(lo, XDP_FLAGS_SKB_MODE, NULL));
  printf(", queried %d", bpf_xdp_query_id(lo, XDP_FLAGS_SKB_MODE, &id));
  printf(", a program: %d\n", id > 0);
  skel->links.count = bpf_program__attach_xdp(skel->progs.count, lo);
  if (!skel->links.count) return failed("attach");
  say_ready();
  const int map = bpf_map__fd(skel->maps.packets);
  const __u32 first = 0;
  __u64 packets = 0;
  while ((long)packets < expected && !stopping && !bpf_map_lookup_elem(map, &first, &packets)) usleep(1000);
  printf("packets %llu\n", (unsigned long long)packets);
  xdp_bpf__destroy(skel);
  return 0;
}
