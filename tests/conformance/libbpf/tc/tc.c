// A filter of traffic control, attached, found, replaced and taken away by hand.
#include <net/if.h>

#include "tc.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct tc_bpf* skel = tc_bpf__open_and_load();
  if (!skel) return failed("load");
  LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)if_nametoindex("lo"), .attach_point = BPF_TC_INGRESS);
  LIBBPF_OPTS(bpf_tc_opts, filter, .handle = 3, .priority = 7);
  printf("hook: %d\n", bpf_tc_hook_create(&hook));
  printf("again: %s\n", strerror(-bpf_tc_hook_create(&hook)));
  filter.prog_fd = bpf_program__fd(skel->progs.count);
  if (bpf_tc_attach(&hook, &filter)) return failed("attach");
  printf("handle %u priority %u\n", filter.handle, filter.priority);
  filter.prog_fd = 0, filter.prog_id = 0;
  const int found = bpf_tc_query(&hook, &filter);
  printf("found: %d, a program: %d\n", found, filter.prog_id > 0);
  say_ready();
  while (*(volatile long long*)&skel->bss->packets < expected && !stopping) usleep(1000);
  filter.flags = filter.prog_fd = 0, filter.prog_id = 0;
  printf("packets %lld, detached %d", skel->bss->packets, bpf_tc_detach(&hook, &filter));
  printf(", then %s\n", strerror(-bpf_tc_query(&hook, &filter)));
  hook.attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS;
  printf("destroyed: %d\n", bpf_tc_hook_destroy(&hook));
  tc_bpf__destroy(skel);
  return 0;
}
