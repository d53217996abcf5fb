// Reports every packet that an interface receives, and lets it pass.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

SEC("xdp")
int watch(struct xdp_md* packet) {
  const void* data = (void*)(long)packet->data;
  const void* end = (void*)(long)packet->data_end;
  const struct ethhdr* ethernet = data;
  const struct iphdr* ip = data + sizeof(*ethernet);
  if ((void*)(ip + 1) > end) return XDP_PASS;
  const int is_ip = ethernet->h_proto == bpf_htons(ETH_P_IP);
  report(packet->ingress_ifindex, end - data, is_ip ? ip->protocol : 0);
  return XDP_PASS;
}
