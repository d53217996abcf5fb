// A link at the newer hook of traffic control, detached and gone.
#include <net/if.h>

#include "tcx.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  const int lo = (int)if_nametoindex("lo");
  struct tcx_bpf* skel = tcx_bpf__open_and_load();
  if (!skel) return failed("load");
  skel->links.count = bpf_program__attach_tcx(skel->progs.count, lo, NULL);
  if (!skel->links.count) return failed("attach");
  __u32 ids[4] = {0};
  LIBBPF_OPTS(bpf_prog_query_opts, query, .prog_ids = ids, .prog_cnt = 4);
  int error = bpf_prog_query_opts(lo, BPF_TCX_INGRESS, &query);
  printf("query: %d, %u program, revision %llu, one of its own: %d\n", error, query.prog_cnt,
         (unsigned long long)query.revision, ids[0] > 0);
  say_ready();
  while (*(volatile long long*)&skel->bss->packets < expected && !stopping) usleep(1000);
  printf("packets %lld, detached %d\n", skel->bss->packets, bpf_link__detach(skel->links.count));
  query.prog_cnt = 4;
  error = bpf_prog_query_opts(lo, BPF_TCX_INGRESS, &query);
  printf("query: %d, %u programs\n", error, query.prog_cnt);
  tcx_bpf__destroy(skel);
  return 0;
}
