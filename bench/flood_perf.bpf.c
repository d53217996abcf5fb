// One perf record of 64 bytes for each getppid(2) of the one producer, which bench/produce is.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "bench/flood.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

// Set before load: how the name of the producer's thread begins, so that nobody else's calls count.
const volatile __u64 producer = 0;

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, sizeof(int));
  __uint(value_size, sizeof(int));
} records SEC(".maps");

__u64 produced = 0;

SEC("tp/syscalls/sys_enter_getppid")
int flood(void* ctx) {
  __u64 name[2];  // TASK_COMM_LEN is 16
  if (bpf_get_current_comm(name, sizeof(name)) || name[0] != producer) return 0;
  struct flood_event event = {.number = produced++};
  bpf_perf_event_output(ctx, &records, BPF_F_CURRENT_CPU, &event, sizeof(event));
  return 0;
}
