// usage: netfilter TAG EXPECTED PORT
#include <linux/netfilter.h>

#include "netfilter.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct netfilter_bpf* skel = netfilter_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->port = (unsigned short)atoi(argv[3]);
  if (netfilter_bpf__load(skel)) return failed("load");
  LIBBPF_OPTS(bpf_netfilter_opts, options, .pf = NFPROTO_IPV4, .hooknum = NF_INET_LOCAL_IN, .priority = -128);
  skel->links.filter = bpf_program__attach_netfilter(skel->progs.filter, &options);
  if (!skel->links.filter) return failed("attach");
  struct bpf_link_info info = {0};
  __u32 length = sizeof(info);
  if (bpf_link_get_info_by_fd(bpf_link__fd(skel->links.filter), &info, &length)) return failed("info");
  printf("link of type %s: pf %u hook %u priority %d\n", libbpf_bpf_link_type_str(info.type), info.netfilter.pf,
         info.netfilter.hooknum, info.netfilter.priority);
  say_ready();
  while (*(volatile long long*)&skel->bss->packets < expected && !stopping) usleep(1000);
  printf("packets %lld\n", skel->bss->packets);
  netfilter_bpf__destroy(skel);
  return 0;
}
