// Follows processes to their end, as the tools of the first generation did.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "event.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct task_struct {
  struct task_struct* real_parent;
  int tgid;
  int exit_code;
} __attribute__((preserve_access_index));

const volatile unsigned long long min_duration_ns = 0;

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8192);
  __type(key, int);
  __type(value, unsigned long long);
} exec_start SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} rb SEC(".maps");

SEC("tp/sched/sched_process_exec")
int handle_exec(void* ctx) {
  int pid = bpf_get_current_pid_tgid() >> 32;
  unsigned long long now = bpf_ktime_get_ns();
  bpf_map_update_elem(&exec_start, &pid, &now, BPF_ANY);
  return 0;
}

SEC("tp/sched/sched_process_exit")
int handle_exit(void* ctx) {
  int pid = bpf_get_current_pid_tgid() >> 32;
  unsigned long long* start = bpf_map_lookup_elem(&exec_start, &pid);
  if (!start || pid != (int)bpf_get_current_pid_tgid()) return 0;
  unsigned long long duration = bpf_ktime_get_ns() - *start;
  bpf_map_delete_elem(&exec_start, &pid);
  if (duration < min_duration_ns) return 0;
  struct event* e = bpf_ringbuf_reserve(&rb, sizeof(*e), 0);
  if (!e) return 0;
  struct task_struct* task = (struct task_struct*)bpf_get_current_task();
  e->pid = pid;
  e->ppid = BPF_CORE_READ(task, real_parent, tgid);
  e->exit_code = (BPF_CORE_READ(task, exit_code) >> 8) & 0xff;
  e->duration_ns = duration;
  e->exit_event = 1;
  e->filename[0] = '\0';
  bpf_get_current_comm(e->comm, sizeof(e->comm));
  bpf_ringbuf_submit(e, 0);
  return 0;
}
