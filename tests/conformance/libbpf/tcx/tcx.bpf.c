// Counts the packets that carry the workload's text, and lets everything pass.
#include <linux/bpf.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf_helpers.h>

#include "tests/conformance/libbpf/packet.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

long long packets = 0;

SEC("tcx/ingress")
int count(struct __sk_buff* skb) {
  if (is_payload((void*)(long)skb->data, (void*)(long)skb->data_end)) __sync_fetch_and_add(&packets, 1);
  return TCX_NEXT;
}
