// Reports the arguments of every program that starts. They are read when exec has succeeded, from
// the new program's own memory: there they are always present, while the pages of the caller's
// strings may not be.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "execve.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct mm_struct {
  unsigned long arg_start;
  unsigned long arg_end;
} __attribute__((preserve_access_index));

struct task_struct {
  struct mm_struct* mm;
  struct task_struct* real_parent;
  int tgid;
} __attribute__((preserve_access_index));

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} events SEC(".maps");

SEC("tp/sched/sched_process_exec")
int handle_exec(void* ctx) {
  struct event* e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
  if (!e) return 0;
  struct task_struct* task = (struct task_struct*)bpf_get_current_task();
  e->pid = bpf_get_current_pid_tgid() >> 32;
  e->ppid = BPF_CORE_READ(task, real_parent, tgid);
  e->uid = bpf_get_current_uid_gid();
  bpf_get_current_comm(e->comm, sizeof(e->comm));

  unsigned long start = BPF_CORE_READ(task, mm, arg_start);
  unsigned long size = BPF_CORE_READ(task, mm, arg_end) - start;
  if (size > sizeof(e->args)) size = sizeof(e->args);
  e->args_size = bpf_probe_read_user(e->args, size, (void*)start) ? 0 : size;
  bpf_ringbuf_submit(e, 0);
  return 0;
}
