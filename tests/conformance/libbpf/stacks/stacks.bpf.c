// How often each kernel stack made the call.
#include "tests/conformance/libbpf/tagged.bpf.h"

enum { kDepth = 16 };

struct {
  __uint(type, BPF_MAP_TYPE_STACK_TRACE);
  __uint(max_entries, 64);
  __uint(key_size, sizeof(__u32));
  __uint(value_size, kDepth * sizeof(__u64));
} stacks SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, __s64);
  __type(value, __u64);
} counts SEC(".maps");

long long calls = 0;

SEC("tp/syscalls/sys_enter_getppid")
int count(void* ctx) {
  if (!is_tagged()) return 0;
  const __s64 id = bpf_get_stackid(ctx, &stacks, 0);
  const __u64 zero = 0;
  bpf_map_update_elem(&counts, &id, &zero, BPF_NOEXIST);
  __u64* value = bpf_map_lookup_elem(&counts, &id);
  if (value) ++*value;
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
