// Counts in per-CPU maps, whose values are not a multiple of eight bytes.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct value {
  int calls;
  int twice;
  int thrice;
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 2);
  __type(key, int);
  __type(value, struct value);
} array SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 16);
  __type(key, long);
  __type(value, struct value);
} hash SEC(".maps");

unsigned long long calls = 0;

static __always_inline void add(struct value* value) {
  value->calls += 1;
  value->twice += 2;
  value->thrice += 3;
}

SEC("tp/syscalls/sys_enter_getppid")
int count(void* ctx) {
  if (!is_tagged()) return 0;
  const int second = 1;
  struct value* value = bpf_map_lookup_elem(&array, &second);
  if (value) add(value);
  const long key = calls % 4;
  const struct value zero = {};
  bpf_map_update_elem(&hash, &key, &zero, BPF_NOEXIST);
  value = bpf_map_lookup_elem(&hash, &key);
  if (value) add(value);
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
