// Drains what the program sent, whenever the workload calls.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct sample {
  __u64 number;
  __u64 weight;
};

struct {
  __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
  __uint(max_entries, 4096);
} samples SEC(".maps");

long long calls = 0;
long long drained = 0;
long long numbers = 0;
long long weights = 0;

static long take(struct bpf_dynptr* record, void* context) {
  const struct sample* sample = bpf_dynptr_data(record, 0, sizeof(*sample));
  if (!sample) return 0;
  numbers += sample->number;
  weights += sample->weight;
  drained++;
  return 0;
}

SEC("tp/syscalls/sys_enter_getppid")
int drain(void* ctx) {
  if (!is_tagged()) return 0;
  bpf_user_ringbuf_drain(&samples, take, 0, 0);
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
