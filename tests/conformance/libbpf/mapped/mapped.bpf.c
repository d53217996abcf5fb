// Counts calls in an array that user space maps.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(map_flags, BPF_F_MMAPABLE);
  __uint(max_entries, 1000);
  __type(key, __u32);
  __type(value, __u64);
} counts SEC(".maps");

SEC("tp/syscalls/sys_enter_getppid")
int count(void* ctx) {
  if (!is_tagged()) return 0;
  const __u32 first = 0;
  __u64* total = bpf_map_lookup_elem(&counts, &first);
  if (!total) return 0;
  const __u32 key = 100 + *total % 900;
  __u64* value = bpf_map_lookup_elem(&counts, &key);
  if (value) *value += 3;
  __sync_fetch_and_add(total, 1);
  return 0;
}
