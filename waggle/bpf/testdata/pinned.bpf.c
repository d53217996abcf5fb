// SPDX-License-Identifier: Dual BSD/GPL
// Asks to be found in the bpf file system.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
  __uint(pinning, LIBBPF_PIN_BY_NAME);
} waggle_pinned SEC(".maps");

SEC("raw_tp")
int reads(void* ctx) {
  const __u32 key = 0;
  __u64* value = bpf_map_lookup_elem(&waggle_pinned, &key);
  return value ? *value : 0;
}
