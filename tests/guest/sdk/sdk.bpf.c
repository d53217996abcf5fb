// What the SDK's guest loads, in several choices of programs and globals.
#include "tests/guest/knock.bpf.h"

#include "sdk.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct task_struct {
  int tgid;  // at offset 0 here, elsewhere in the kernel: right only where CO-RE was applied
} __attribute__((preserve_access_index));

const volatile unsigned int door = 0;
unsigned int step = 10;
unsigned int start;
unsigned int answered;
unsigned int extra SEC(".data.extra") = 5;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} answers SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, sizeof(int));
  __uint(value_size, sizeof(int));
} perf_answers SEC(".maps");

// What the optional program found: the kernel's tgid of the current task, by CO-RE and by the kernel itself.
unsigned int tgid_by_core;
unsigned int tgid_by_kernel;

SEC("tp/syscalls/sys_enter_bpf")
int answer(struct trace_event_raw_sys_enter* ctx) {
  struct answer a = {.number = knock_number(ctx, door)};
  if (!a.number) return 0;
  a.step = step;
  a.start = start;
  a.extra = extra;
  __sync_fetch_and_add(&answered, 1);
  bpf_ringbuf_output(&answers, &a, sizeof(a), 0);
  bpf_perf_event_output(ctx, &perf_answers, BPF_F_CURRENT_CPU, &a, sizeof(a));
  return 0;
}

// The verifier refuses these two. One shares its section with a good program.
SEC("tp/syscalls/sys_enter_bpf")
int refused_beside(void* ctx) { return *(volatile int*)bpf_ktime_get_ns(); }

SEC("tp/syscalls/sys_exit_bpf")
int refused_alone(void* ctx) { return *(volatile int*)bpf_ktime_get_ns(); }

// Not loaded unless asked for.
SEC("?raw_tp/sys_enter")
int optional(void* ctx) {
  struct task_struct* task = (struct task_struct*)bpf_get_current_task();
  tgid_by_core = BPF_CORE_READ(task, tgid);
  tgid_by_kernel = bpf_get_current_pid_tgid() >> 32;
  return 0;
}

// Could be asked for only where no other section had the same name without '?'.
SEC("?tp/syscalls/sys_enter_bpf")
int ambiguous(void* ctx) { return 0; }

// Its section does not say where.
SEC("xdp")
int everywhere(struct xdp_md* ctx) { return XDP_PASS; }
