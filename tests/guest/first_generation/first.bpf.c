// A small tracer as first-generation programs have it: rodata, one ring buffer, one program that
// attaches by its section and one that needs a target.
#include "tests/guest/knock.bpf.h"

#include "first.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile unsigned int door = 0;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} rb SEC(".maps");

SEC("tp/syscalls/sys_enter_bpf")
int handle_knock(struct trace_event_raw_sys_enter* ctx) {
  struct event e = {.number = knock_number(ctx, door)};
  if (e.number) bpf_ringbuf_output(&rb, &e, sizeof(e), 0);
  return 0;
}

SEC("xdp")
int handle_packet(struct xdp_md* ctx) { return XDP_PASS; }
