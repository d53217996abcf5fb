/* One counting program for each place of the network stack; all let everything pass. */
#include "count.h"

struct {
  __uint(type, BPF_MAP_TYPE_SOCKHASH);
  __uint(max_entries, 8);
  __type(key, __u32);
  __type(value, __u64);
} sockets SEC(".maps");

struct bpf_nf_ctx;

SEC("xdp")
int on_xdp(struct xdp_md* frame) {
  hit();
  return XDP_PASS;
}

SEC("xdp/devmap")
int in_devmap(struct xdp_md* frame) { return XDP_PASS; }

SEC("tc")
int on_tc(struct __sk_buff* packet) {
  hit();
  return -1; /* TCX_NEXT, TC_ACT_UNSPEC */
}

SEC("tcx/ingress")
int on_tcx(struct __sk_buff* packet) {
  hit();
  return TCX_NEXT;
}

/* Later programs of the list do not see what this one takes. */
SEC("tc")
int ends_list(struct __sk_buff* packet) { return TCX_PASS; }

SEC("netkit/primary")
int on_netkit(struct __sk_buff* packet) {
  hit();
  return TCX_NEXT;
}

SEC("socket")
int on_socket(struct __sk_buff* packet) {
  hit();
  return 0;
}

SEC("netfilter")
int on_netfilter(struct bpf_nf_ctx* ctx) {
  hit();
  return 1; /* NF_ACCEPT */
}

SEC("sk_lookup")
int on_lookup(struct bpf_sk_lookup* ctx) {
  hit();
  return SK_PASS;
}

SEC("flow_dissector")
int on_flow(struct __sk_buff* packet) {
  hit();
  return BPF_OK;
}

SEC("sk_msg")
int on_message(struct sk_msg_md* message) {
  hit();
  return SK_PASS;
}

SEC("sk_skb/stream_verdict")
int on_stream(struct __sk_buff* packet) {
  hit();
  return SK_PASS;
}

SEC("sk_skb")
int without_type(struct __sk_buff* packet) { return SK_PASS; }
