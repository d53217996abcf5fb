// A program that the verifier refuses.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} values SEC(".maps");

SEC("tp/syscalls/sys_enter_getppid")
int careless(void* ctx) {
  const __u32 first = 0;
  __u64* value = bpf_map_lookup_elem(&values, &first);
  return *value;  // not checked for NULL
}
