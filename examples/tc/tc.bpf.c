// A traffic-control filter: drops the UDP packets that come in for one port, and counts.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

// Set by the guest before load.
const volatile unsigned short blocked_port = 0;

// Read by the guest while the program runs.
unsigned long long passed = 0;
unsigned long long dropped = 0;

// Packet data must be compared with its end before it is read: the verifier insists.
static _Bool is_blocked(struct __sk_buff* skb) {
  void* end = (void*)(long)skb->data_end;
  struct ethhdr* eth = (void*)(long)skb->data;
  struct iphdr* ip = (void*)(eth + 1);
  if ((void*)(ip + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP)) return 0;
  if (ip->protocol != IPPROTO_UDP || (ip->frag_off & bpf_htons(0x1fff))) return 0;
  struct udphdr* udp = (void*)ip + ip->ihl * 4;
  return (void*)(udp + 1) <= end && udp->dest == bpf_htons(blocked_port);
}

SEC("tc")
int filter(struct __sk_buff* skb) {
  if (is_blocked(skb)) {
    __sync_fetch_and_add(&dropped, 1);
    return TC_ACT_SHOT;
  }
  __sync_fetch_and_add(&passed, 1);
  return TC_ACT_OK;
}
