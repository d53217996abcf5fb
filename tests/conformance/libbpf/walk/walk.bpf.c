// Something of every kind, to be looked at before and after the load.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct point {
  int x;
  int y;
};

const volatile int flavour = 3;
struct point origin = {1, 2};
long long counter;

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, __u32);
  __type(value, struct point);
} points SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 2);
  __type(key, __u32);
  __type(value, __u64);
} resized SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} unused SEC(".maps");

static __noinline int helper(int x) { return x * flavour; }

SEC("socket")
int filter(struct __sk_buff* skb) {
  const __u32 key = 0;
  struct point* point = bpf_map_lookup_elem(&points, &key);
  __u64* value = bpf_map_lookup_elem(&resized, &key);
  counter++;
  return (point ? point->x : origin.y) + (value ? 1 : 0) + helper(skb->len);
}

SEC("?xdp")
int optional(struct xdp_md* ctx) { return XDP_PASS; }

SEC("tp/syscalls/sys_enter_getppid")
int traced(void* ctx) { return 0; }
