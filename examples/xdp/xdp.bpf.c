// Counts the packets and bytes of each IP protocol as they come in, before the kernel's own network
// stack sees them. Everything passes.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "xdp.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

// One counter for each CPU, so that no two write the same; the guest adds them up.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, PROTOCOLS);
  __type(key, __u32);
  __type(value, struct counter);
} counters SEC(".maps");

// Packet data must be compared with its end before it is read: the verifier insists.
static __u32 protocol_of(struct xdp_md* ctx) {
  void* end = (void*)(long)ctx->data_end;
  struct ethhdr* eth = (void*)(long)ctx->data;
  if ((void*)(eth + 1) > end) return NOT_IP;
  if (eth->h_proto == bpf_htons(ETH_P_IP)) {
    struct iphdr* ip = (void*)(eth + 1);
    return (void*)(ip + 1) > end ? NOT_IP : ip->protocol;
  }
  if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
    struct ipv6hdr* ip = (void*)(eth + 1);
    return (void*)(ip + 1) > end ? NOT_IP : ip->nexthdr;
  }
  return NOT_IP;
}

SEC("xdp")
int count(struct xdp_md* ctx) {
  __u32 protocol = protocol_of(ctx);
  struct counter* counter = bpf_map_lookup_elem(&counters, &protocol);
  if (counter) {
    counter->packets++;
    counter->bytes += ctx->data_end - ctx->data;
  }
  return XDP_PASS;
}
