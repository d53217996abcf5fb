// Reports every packet that the processes of a cgroup send, and lets it pass.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

#include "protocol.inc"

/// @target CGROUP_ROOT
SEC("cgroup_skb/egress")
int watch(struct __sk_buff* packet) {
  report(packet->ifindex, packet->len, protocol_of(packet));
  return 1;  // 0 would drop it
}
