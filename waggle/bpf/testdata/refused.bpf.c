// SPDX-License-Identifier: Dual BSD/GPL
// The verifier refuses it: what a map returns is used without a look.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} table SEC(".maps");

SEC("raw_tp")
int accepted(void* ctx) { return 0; }

SEC("raw_tp")
int careless(void* ctx) {
  const __u32 key = 0;
  __u64* value = bpf_map_lookup_elem(&table, &key);
  return *value;
}
