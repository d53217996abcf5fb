// One perf record of changing size for each call.
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
  __u64 record[16] = {};
  record[0] = next++;
  record[1] = bpf_get_smp_processor_id();
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, record, 16 + (record[0] % 8) * 8);
  return 0;
}
