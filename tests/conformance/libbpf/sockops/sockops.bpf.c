// Counts what happens to the connections of a cgroup.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

long long active = 0;
long long passive = 0;

SEC("sockops")
int watch(struct bpf_sock_ops* ctx) {
  if (ctx->op == BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB) __sync_fetch_and_add(&active, 1);
  if (ctx->op == BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB) __sync_fetch_and_add(&passive, 1);
  return 1;
}
