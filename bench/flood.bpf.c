// One record of 64 bytes for each getppid(2) of the one producer, which bench/produce is.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "bench/flood.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

// Set before load: how the name of the producer's thread begins, so that nobody else's calls count.
const volatile __u64 producer = 0;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 16 << 20);
} ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct flood_counts);
} counts SEC(".maps");

SEC("tp/syscalls/sys_enter_getppid")
int flood(void* ctx) {
  __u64 name[2];  // TASK_COMM_LEN is 16
  if (bpf_get_current_comm(name, sizeof(name)) || name[0] != producer) return 0;
  __u32 first = 0;
  struct flood_counts* count = bpf_map_lookup_elem(&counts, &first);
  if (!count) return 0;
  __u64 number = count->produced++;
  struct flood_event* event = bpf_ringbuf_reserve(&ring, sizeof(*event), 0);
  if (!event) {
    count->dropped++;
    return 0;
  }
  event->number = number;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
