/* A TCP congestion control that counts its connections; twice, once for a link and once without. */
#include "count.h"

struct sock;
/* As much of the kernel's type as is filled in; libbpf matches members by their names. */
struct tcp_congestion_ops {
  __u32 (*ssthresh)(struct sock* sk);
  void (*cong_avoid)(struct sock* sk, __u32 ack, __u32 acked);
  __u32 (*undo_cwnd)(struct sock* sk);
  void (*init)(struct sock* sk);
  char name[16];
};

SEC("struct_ops")
void on_init(__u64* ctx) { hit(); }

SEC("struct_ops")
__u32 threshold(__u64* ctx) { return 2; }

SEC("struct_ops")
void avoid(__u64* ctx) {}

SEC("struct_ops")
__u32 undo(__u64* ctx) { return 10; }

SEC(".struct_ops.link")
struct tcp_congestion_ops by_link = {
    .init = (void*)on_init,
    .ssthresh = (void*)threshold,
    .cong_avoid = (void*)avoid,
    .undo_cwnd = (void*)undo,
    .name = "waggle_link",
};

SEC(".struct_ops")
struct tcp_congestion_ops by_map = {
    .init = (void*)on_init,
    .ssthresh = (void*)threshold,
    .cong_avoid = (void*)avoid,
    .undo_cwnd = (void*)undo,
    .name = "waggle_map",
};
