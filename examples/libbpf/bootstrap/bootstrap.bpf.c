// Reports every exec and every exit of a process, with how long it ran.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "bootstrap.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

// The kernel's structures, as far as this program reads them; CO-RE finds the real offsets.
struct task_struct {
  struct task_struct* real_parent;
  int tgid;
  int exit_code;
} __attribute__((preserve_access_index));

struct trace_event_raw_sched_process_exec {
  unsigned int __data_loc_filename;  // low half: where in the record the name begins
} __attribute__((preserve_access_index));

// Set before load. Only exits of processes that ran at least so long are reported.
const volatile unsigned long long min_duration_ns = 0;

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, int);  // process id
  __type(value, __u64);
} exec_start SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} events SEC(".maps");

static struct event* new_event(int pid) {
  struct event* e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
  if (!e) return 0;
  struct task_struct* task = (struct task_struct*)bpf_get_current_task();
  e->pid = pid;
  e->ppid = BPF_CORE_READ(task, real_parent, tgid);
  e->exit_code = 0;
  e->is_exit = 0;
  e->duration_ns = 0;
  e->filename[0] = '\0';
  bpf_get_current_comm(e->comm, sizeof(e->comm));
  return e;
}

SEC("tp/sched/sched_process_exec")
int handle_exec(struct trace_event_raw_sched_process_exec* ctx) {
  int pid = bpf_get_current_pid_tgid() >> 32;
  __u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&exec_start, &pid, &now, BPF_ANY);
  if (min_duration_ns) return 0;

  struct event* e = new_event(pid);
  if (!e) return 0;
  unsigned int offset = ctx->__data_loc_filename & 0xffff;
  bpf_probe_read_kernel_str(e->filename, sizeof(e->filename), (char*)ctx + offset);
  bpf_ringbuf_submit(e, 0);
  return 0;
}

SEC("tp/sched/sched_process_exit")
int handle_exit(void* ctx) {
  __u64 id = bpf_get_current_pid_tgid();
  int pid = id >> 32;
  if (pid != (int)id) return 0;  // a thread, not the process

  __u64* start = bpf_map_lookup_elem(&exec_start, &pid);
  __u64 duration_ns = start ? bpf_ktime_get_ns() - *start : 0;
  bpf_map_delete_elem(&exec_start, &pid);
  if (duration_ns < min_duration_ns) return 0;

  struct event* e = new_event(pid);
  if (!e) return 0;
  struct task_struct* task = (struct task_struct*)bpf_get_current_task();
  e->is_exit = 1;
  e->duration_ns = duration_ns;
  e->exit_code = (BPF_CORE_READ(task, exit_code) >> 8) & 0xff;
  bpf_ringbuf_submit(e, 0);
  return 0;
}
