// Programs that call each other by a map.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 3);
  __uint(key_size, sizeof(__u32));
  __uint(value_size, sizeof(__u32));
} programs SEC(".maps");

unsigned long long calls = 0;
long long firsts = 0;
long long seconds = 0;
long long misses = 0;

SEC("tp/syscalls/sys_enter_getppid")
int dispatch(void* ctx) {
  if (!is_tagged()) return 0;
  bpf_tail_call(ctx, &programs, __sync_fetch_and_add(&calls, 1) % 3);
  misses++;
  return 0;
}

SEC("tp/syscalls/sys_enter_getppid")
int first(void* ctx) {
  firsts++;
  return 0;
}

SEC("tp/syscalls/sys_enter_getppid")
int second(void* ctx) {
  seconds++;
  bpf_tail_call(ctx, &programs, 0);
  return 0;
}
