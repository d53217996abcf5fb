// Lets a packet socket see the workload's packets, without their texts' last two letters, and nothing else.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

long long passed = 0;

SEC("socket")
int payload(struct __sk_buff* packet) {
  const int text_at = 14 + 20 + 8;  // behind the headers of Ethernet, IPv4 and UDP
  char text[7];
  if (bpf_skb_load_bytes(packet, text_at, text, sizeof(text)) || __builtin_memcmp(text, "payload", sizeof(text)))
    return 0;
  __sync_fetch_and_add(&passed, 1);
  return text_at + 5;
}
