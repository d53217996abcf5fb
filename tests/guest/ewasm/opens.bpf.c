// Opened files, in the structure that the first guests' opensnoop printed.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct event {
  int pid;
  unsigned int uid;
  int ret;
  int flags;
  char comm[16];
  char fname[255];
};
const struct event* unused __attribute__((unused));  // keeps the structure in BTF

struct trace_event_raw_sys_enter {
  unsigned long args[6];
} __attribute__((preserve_access_index));

struct trace_event_raw_sys_exit {
  long ret;
} __attribute__((preserve_access_index));

struct call {
  unsigned long path;
  int flags;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, int);
  __type(value, struct call);
} pending SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, sizeof(int));
  __uint(value_size, sizeof(int));
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat")
int enter(struct trace_event_raw_sys_enter* ctx) {
  int tid = bpf_get_current_pid_tgid();
  struct call call = {.path = ctx->args[1], .flags = ctx->args[2]};
  bpf_map_update_elem(&pending, &tid, &call, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_openat")
int leave(struct trace_event_raw_sys_exit* ctx) {
  __u64 id = bpf_get_current_pid_tgid();
  int tid = id;
  struct call* call = bpf_map_lookup_elem(&pending, &tid);
  if (!call) return 0;
  struct event e = {.pid = id >> 32, .uid = bpf_get_current_uid_gid(), .ret = ctx->ret, .flags = call->flags};
  bpf_get_current_comm(e.comm, sizeof(e.comm));
  bpf_probe_read_user_str(e.fname, sizeof(e.fname), (void*)call->path);
  bpf_map_delete_elem(&pending, &tid);
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &e, sizeof(e));
  return 0;
}
