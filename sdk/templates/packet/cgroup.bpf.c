// Reports every packet that the processes of a cgroup send, and lets it pass.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} events SEC(".maps");

static void report(unsigned int interface, unsigned int length, unsigned int protocol) {
  struct event* event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return;
  event->interface = interface;
  event->length = length;
  event->protocol = protocol;
  bpf_ringbuf_submit(event, 0);
}

static unsigned int protocol_of(struct __sk_buff* packet) {
  struct iphdr ip;
  if (packet->protocol != bpf_htons(ETH_P_IP)) return 0;
  return bpf_skb_load_bytes_relative(packet, 0, &ip, sizeof(ip), BPF_HDR_START_NET) ? 0 : ip.protocol;
}

/// @target CGROUP_ROOT
SEC("cgroup_skb/egress")
int watch(struct __sk_buff* packet) {
  report(packet->ifindex, packet->len, protocol_of(packet));
  return 1;  // 0 would drop it
}
