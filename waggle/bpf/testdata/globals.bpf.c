// SPDX-License-Identifier: Dual BSD/GPL
// Has a global variable in every section that becomes a map.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

extern int LINUX_KERNEL_VERSION __kconfig;

__u64 zero;
__u64 initialised = 7;
const volatile __u64 constant = 42;
__u64 special SEC(".data.special") = 9;

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, __u32);
  __type(value, __u64);
} table SEC(".maps");

SEC("raw_tp")
int add(void* ctx) {
  const __u32 key = 1;
  zero += constant + initialised + special;
  bpf_map_update_elem(&table, &key, &zero, BPF_ANY);
  return LINUX_KERNEL_VERSION >> 16;
}
