// Each knock of the guest becomes one record in every buffer.
#include "tests/guest/knock.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

enum { BIG = 6000 };

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} ring_a SEC(".maps"), ring_b SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} big_ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, sizeof(int));
  __uint(value_size, sizeof(int));
} perf SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, __u32);
  __type(value, __u64);
} table SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u32);  // 4 bytes, but 8 for each CPU when read
} per_cpu SEC(".maps");

// .bss, in this order; the guest knows it.
struct {
  __u32 door;
  __u32 answered;
} globals;

SEC("tp/syscalls/sys_enter_bpf")
int answer(struct trace_event_raw_sys_enter* ctx) {
  __u32 number = knock_number(ctx, globals.door);
  if (!number) return 0;
  globals.answered++;
  bpf_ringbuf_output(&ring_a, &number, sizeof(number), 0);
  bpf_ringbuf_output(&ring_b, &number, sizeof(number), 0);
  bpf_perf_event_output(ctx, &perf, BPF_F_CURRENT_CPU, &number, sizeof(number));
  __u32* big = bpf_ringbuf_reserve(&big_ring, BIG, 0);
  if (!big) return 0;
  big[0] = number;
  bpf_ringbuf_submit(big, 0);
  return 0;
}

// A second one, attached with "" where the first is attached with no target at all.
SEC("tp/syscalls/sys_exit_bpf")
int nothing(void* ctx) { return 0; }

// Its section does not say where.
SEC("xdp")
int everywhere(struct xdp_md* ctx) { return XDP_PASS; }
