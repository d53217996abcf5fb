// Counts calls by their number's remainder.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, __u64);
} counts SEC(".maps");

unsigned long long calls = 0;

SEC("tp/syscalls/sys_enter_getppid")
int count(void* ctx) {
  if (!is_tagged()) return 0;
  const __u32 key = calls % 100;
  const __u64 zero = 0;
  bpf_map_update_elem(&counts, &key, &zero, BPF_NOEXIST);
  __u64* value = bpf_map_lookup_elem(&counts, &key);
  if (value) *value += calls;
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
