// Counts in whichever map the outer one holds.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct inner {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 4);
  __type(key, __u32);
  __type(value, __u64);
} template SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
  __uint(max_entries, 8);
  __type(key, __u32);
  __array(values, struct inner);
} outer SEC(".maps");

unsigned long long calls = 0;

SEC("tp/syscalls/sys_enter_getppid")
int count(void* ctx) {
  if (!is_tagged()) return 0;
  const __u32 which = calls % 3, slot = calls % 4;
  void* inner = bpf_map_lookup_elem(&outer, &which);
  if (inner) {
    __u64* value = bpf_map_lookup_elem(inner, &slot);
    if (value) __sync_fetch_and_add(value, 1);
  }
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
