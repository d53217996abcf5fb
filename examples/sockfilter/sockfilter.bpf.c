// Reports each IPv4 flow of an interface once. A socket filter sees a copy of every packet; it
// returns how many bytes its socket gets of it: none, the ring buffer says it all.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <stddef.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "sockfilter.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

// The flows reported, the oldest forgotten first.
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, struct flow);
  __type(value, __u8);
} seen SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} events SEC(".maps");

// False for what is not IPv4.
static _Bool parse(struct __sk_buff* skb, struct flow* flow) {
  if (skb->protocol != bpf_htons(ETH_P_IP)) return 0;
  struct iphdr ip;
  if (bpf_skb_load_bytes(skb, ETH_HLEN, &ip, sizeof(ip))) return 0;
  flow->source = ip.saddr;
  flow->destination = ip.daddr;
  flow->protocol = ip.protocol;
  _Bool first_fragment = !(ip.frag_off & bpf_htons(0x1fff));
  if (first_fragment && (ip.protocol == IPPROTO_TCP || ip.protocol == IPPROTO_UDP)) {
    __u16 ports[2];
    if (bpf_skb_load_bytes(skb, ETH_HLEN + ip.ihl * 4, ports, sizeof(ports))) return 0;
    flow->source_port = ports[0];
    flow->destination_port = ports[1];
  }
  return 1;
}

SEC("socket")
int report_flow(struct __sk_buff* skb) {
  struct flow flow = {};
  if (!parse(skb, &flow)) return 0;
  const __u8 yes = 1;
  if (bpf_map_update_elem(&seen, &flow, &yes, BPF_NOEXIST)) return 0;
  bpf_ringbuf_output(&events, &flow, sizeof(flow), 0);
  return 0;
}
