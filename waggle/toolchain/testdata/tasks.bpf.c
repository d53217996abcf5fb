// SPDX-License-Identifier: Dual BSD/GPL
// A program that this kernel loads, with relocations of its types and nothing else in its instructions that differs
// from load to load.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct list_head {
  struct list_head* next;
} __attribute__((preserve_access_index));

struct task_struct {
  int pid, tgid;
  struct task_struct* real_parent;
  struct list_head children;
  char comm[16];
  long no_such_member;
  unsigned in_execve : 1;
} __attribute__((preserve_access_index));

enum bpf_map_type___any { BPF_MAP_TYPE_RINGBUF___any };

SEC("raw_tp/sys_enter")
int read(void* context) {
  struct task_struct* task = (void*)bpf_get_current_task();
  long sum = BPF_CORE_READ(task, real_parent, tgid) + (long)BPF_CORE_READ(task, children.next);
  if (bpf_core_field_exists(task->no_such_member)) sum += 1;
  sum += BPF_CORE_READ_BITFIELD_PROBED(task, in_execve);
  sum += bpf_core_field_size(task->comm) + bpf_core_type_size(struct task_struct);
  sum += bpf_core_enum_value(enum bpf_map_type___any, BPF_MAP_TYPE_RINGBUF___any);
  return sum & 1;
}
