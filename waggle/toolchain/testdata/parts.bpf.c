// SPDX-License-Identifier: Dual BSD/GPL
// Everything that a skeleton has a name for. Nothing here is loaded.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct limits {
  int low, high;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

const volatile long wanted = 0;
const volatile char prefix[8] = "";
struct limits limits SEC(".data.own") = {1, 2};
int seen;

SEC("socket")
int count(struct __sk_buff* skb) {
  seen += wanted != prefix[0] && limits.low < limits.high;
  return 0;
}
