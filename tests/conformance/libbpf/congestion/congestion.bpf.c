// A congestion control of TCP that never slows down, and counts.
#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct sock;
struct rate_sample;
struct tcp_sock {
  __u32 snd_cwnd;
} __attribute__((preserve_access_index));

struct tcp_congestion_ops {
  void (*init)(struct sock* sk);
  __u32 (*ssthresh)(struct sock* sk);
  void (*cong_avoid)(struct sock* sk, __u32 ack, __u32 acked);
  __u32 (*undo_cwnd)(struct sock* sk);
  char name[16];
} __attribute__((preserve_access_index));

long long connections = 0;

SEC("struct_ops")
void BPF_PROG(start, struct sock* sk) { __sync_fetch_and_add(&connections, 1); }

SEC("struct_ops")
__u32 BPF_PROG(threshold, struct sock* sk) { return 2; }

SEC("struct_ops")
void BPF_PROG(avoid, struct sock* sk, __u32 ack, __u32 acked) {}

SEC("struct_ops")
__u32 BPF_PROG(undo, struct sock* sk) { return ((struct tcp_sock*)sk)->snd_cwnd; }

SEC(".struct_ops")
struct tcp_congestion_ops congestion = {
    .init = (void*)start,
    .ssthresh = (void*)threshold,
    .cong_avoid = (void*)avoid,
    .undo_cwnd = (void*)undo,
    .name = "bpf_corpus",
};
