// Reports open(2) and openat(2) with their result, through a perf buffer. The path is read when the
// call returns: by then the kernel itself has read it, so the page is there.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "opensnoop.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct trace_event_raw_sys_enter {
  unsigned long args[6];
} __attribute__((preserve_access_index));

struct trace_event_raw_sys_exit {
  long ret;
} __attribute__((preserve_access_index));

// Set by the guest before load; 0 is every process.
const volatile int target_pid = 0;

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, int);              // thread id
  __type(value, unsigned long);  // address of the path
} pending SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, sizeof(int));
  __uint(value_size, sizeof(int));
} events SEC(".maps");

static int enter(unsigned long path) {
  __u64 id = bpf_get_current_pid_tgid();
  int tid = id;
  if (target_pid && target_pid != (int)(id >> 32)) return 0;
  bpf_map_update_elem(&pending, &tid, &path, BPF_ANY);
  return 0;
}

static int leave(void* ctx, int result) {
  __u64 id = bpf_get_current_pid_tgid();
  int tid = id;
  unsigned long* path = bpf_map_lookup_elem(&pending, &tid);
  if (!path) return 0;
  struct event e = {.pid = id >> 32, .result = result};
  bpf_get_current_comm(e.comm, sizeof(e.comm));
  bpf_probe_read_user_str(e.path, sizeof(e.path), (void*)*path);
  bpf_map_delete_elem(&pending, &tid);
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &e, sizeof(e));
  return 0;
}

SEC("tp/syscalls/sys_enter_openat")
int enter_openat(struct trace_event_raw_sys_enter* ctx) { return enter(ctx->args[1]); }

SEC("tp/syscalls/sys_exit_openat")
int exit_openat(struct trace_event_raw_sys_exit* ctx) { return leave(ctx, ctx->ret); }

SEC("tp/syscalls/sys_enter_open")
int enter_open(struct trace_event_raw_sys_enter* ctx) { return enter(ctx->args[0]); }

SEC("tp/syscalls/sys_exit_open")
int exit_open(struct trace_event_raw_sys_exit* ctx) { return leave(ctx, ctx->ret); }
