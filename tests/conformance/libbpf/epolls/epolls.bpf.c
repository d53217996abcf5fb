// One record for each call, in a perf buffer that wakes for each.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, sizeof(int));
  __uint(value_size, sizeof(int));
} events SEC(".maps");

__u64 next = 0;

SEC("tp/syscalls/sys_enter_getppid")
int report(void* ctx) {
  if (!is_tagged()) return 0;
  const __u64 number = next++;
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, (void*)&number, sizeof(number));
  return 0;
}
