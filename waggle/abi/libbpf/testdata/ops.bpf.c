// SPDX-License-Identifier: Dual BSD/GPL
// A TCP congestion control, attached by a link.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct sock;
// As much of the kernel's type as is filled in; libbpf matches members by their names.
struct tcp_congestion_ops {
  __u32 (*ssthresh)(struct sock* sk);
  void (*cong_avoid)(struct sock* sk, __u32 ack, __u32 acked);
  __u32 (*undo_cwnd)(struct sock* sk);
  void (*init)(struct sock* sk);
  char name[16];
};

__u64 hits = 0;

SEC("struct_ops")
void on_init(__u64* ctx) { __sync_fetch_and_add(&hits, 1); }

SEC("struct_ops")
__u32 threshold(__u64* ctx) { return 2; }

SEC("struct_ops")
void avoid(__u64* ctx) {}

SEC("struct_ops")
__u32 undo(__u64* ctx) { return 10; }

SEC(".struct_ops.link")
struct tcp_congestion_ops control = {
    .ssthresh = (void*)threshold,
    .cong_avoid = (void*)avoid,
    .undo_cwnd = (void*)undo,
    .init = (void*)on_init,
    .name = "waggle_libbpf",
};
