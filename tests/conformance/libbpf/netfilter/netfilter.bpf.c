// Counts the UDP packets that leave for one port, and drops every fourth.
#include <linux/bpf.h>
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/udp.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct bpf_nf_ctx {
  const struct nf_hook_state* state;
  struct sk_buff* skb;
} __attribute__((preserve_access_index));

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, __u64 flags, struct bpf_dynptr* ptr) __ksym;

const volatile __u16 port = 0;
long long packets = 0;

SEC("netfilter")
int filter(struct bpf_nf_ctx* ctx) {
  char packet[sizeof(struct iphdr) + sizeof(struct udphdr)];
  struct bpf_dynptr data;
  if (bpf_dynptr_from_skb((struct __sk_buff*)ctx->skb, 0, &data) ||
      bpf_dynptr_read(packet, sizeof(packet), &data, 0, 0))
    return NF_ACCEPT;
  const struct iphdr* ip = (void*)packet;
  const struct udphdr* udp = (void*)(packet + sizeof(*ip));
  if (ip->protocol != 17 || udp->dest != bpf_htons(port)) return NF_ACCEPT;
  return __sync_fetch_and_add(&packets, 1) % 4 == 3 ? NF_DROP : NF_ACCEPT;
}
