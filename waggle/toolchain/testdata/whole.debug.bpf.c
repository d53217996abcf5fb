// SPDX-License-Identifier: Dual BSD/GPL
// An object as the compiler leaves it, with debug information and relocations of every kind. Nothing here is loaded.
#include "parts.bpf.c"

#include <bpf/bpf_core_read.h>

struct task_struct {
  int tgid;
} __attribute__((preserve_access_index));

static __attribute__((noinline)) int called(int number) { return number + seen; }

SEC("raw_tp/sched_process_exec")
int relocated(void* ctx) {
  struct task_struct* task = (struct task_struct*)bpf_get_current_task();
  int* room = bpf_ringbuf_reserve(&events, sizeof(*room), 0);
  if (!room) return 0;
  *room = called(BPF_CORE_READ(task, tgid));
  bpf_ringbuf_submit(room, 0);
  return 0;
}
