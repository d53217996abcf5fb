// Programs to be run on data of the caller's.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

long long runs = 0;

SEC("xdp")
int shorten(struct xdp_md* ctx) {
  __u8* data = (void*)(long)ctx->data;
  if ((void*)(data + 20) > (void*)(long)ctx->data_end) return XDP_ABORTED;
  data[14] = data[15] + 1;
  runs++;
  return bpf_xdp_adjust_tail(ctx, -4) ? XDP_DROP : XDP_TX;
}

struct arguments {
  __u64 first;
  __u64 second;
};

SEC("syscall")
int multiply(struct arguments* arguments) {
  arguments->second = arguments->first * 3;
  return 42;
}
