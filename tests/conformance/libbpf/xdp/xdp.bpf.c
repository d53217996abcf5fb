// Counts the packets that carry the workload's text, and lets everything pass.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "tests/conformance/libbpf/packet.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} packets SEC(".maps");

SEC("xdp")
int count(struct xdp_md* ctx) {
  const __u32 first = 0;
  __u64* counter = bpf_map_lookup_elem(&packets, &first);
  if (counter && is_payload((void*)(long)ctx->data, (void*)(long)ctx->data_end)) __sync_fetch_and_add(counter, 1);
  return XDP_PASS;
}
