// SPDX-License-Identifier: Dual BSD/GPL
// Writes numbered records into ring and perf buffers, as many and as large as the test asks.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define MAX_SIZE 256

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} other_ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, 4);
  __uint(value_size, 4);
} perf SEC(".maps");

struct record {
  __u64 number;
  __u64 bytes[MAX_SIZE / 8 - 1];
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct record);
} scratch SEC(".maps");

// The number of the next record, over all buffers.
__u64 next_number;
// Records that found no room.
__u64 dropped;

enum where { TO_RING, TO_OTHER_RING, TO_PERF };

static __always_inline void put(void* ctx, enum where where, __u64 count, __u64 size) {
  const __u32 zero = 0;
  struct record* record = bpf_map_lookup_elem(&scratch, &zero);
  if (!record) return;
  int i;
  bpf_for(i, 0, count) {
    // Asked in every turn: older verifiers (6.12) forget what they knew of `size` when a loop comes round.
    barrier_var(size);
    if (size < 8 || size > MAX_SIZE) return;
    long failed;
    record->number = next_number++;
    if (where == TO_RING) failed = bpf_ringbuf_output(&ring, record, size, 0);
    else if (where == TO_OTHER_RING) failed = bpf_ringbuf_output(&other_ring, record, size, 0);
    else failed = bpf_perf_event_output(ctx, &perf, BPF_F_CURRENT_CPU, record, size);
    if (failed) dropped++;
  }
}

// The context is {count, size}.
SEC("raw_tp")
int to_ring(struct bpf_raw_tracepoint_args* ctx) {
  put(ctx, TO_RING, ctx->args[0], ctx->args[1]);
  return 0;
}

SEC("raw_tp")
int to_other_ring(struct bpf_raw_tracepoint_args* ctx) {
  put(ctx, TO_OTHER_RING, ctx->args[0], ctx->args[1]);
  return 0;
}

SEC("raw_tp")
int to_perf(struct bpf_raw_tracepoint_args* ctx) {
  put(ctx, TO_PERF, ctx->args[0], ctx->args[1]);
  return 0;
}

// One record and a discarded one.
SEC("raw_tp")
int discard(void* ctx) {
  __u64* record = bpf_ringbuf_reserve(&ring, sizeof *record, 0);
  if (record) bpf_ringbuf_discard(record, 0);
  put(ctx, TO_RING, 1, 8);
  return 0;
}
