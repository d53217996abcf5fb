// SPDX-License-Identifier: Dual BSD/GPL
// What a source can say to its package, all of it.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "probe.h"

/// The least process id of whom anything is reported.
/// @cmdarg {"short": "m", "long": "min-pid", "default": 1, "help": "leave out processes below this id"}
const volatile int min_pid = 0;

/// Whether to report at all.
const volatile _Bool enabled = 1;

/** Every start of a process.
 *
 *  @event event
 */
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

/// @event name
struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, 4);
  __uint(value_size, 4);
} names SEC(".maps");

/// Runs at every exec.
SEC("tp/sched/sched_process_exec")
int watch(void* ctx) {
  const int pid = bpf_get_current_pid_tgid() >> 32;
  if (!enabled || pid < min_pid) return 0;
  struct name name = {.pid = pid};
  bpf_get_current_comm(name.comm, sizeof(name.comm));
  bpf_perf_event_output(ctx, &names, BPF_F_CURRENT_CPU, &name, sizeof(name));
  struct event* event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  event->pid = pid;
  event->uid = bpf_get_current_uid_gid();
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}

/// @brief Reports who is started.
/// @version 3.1
char LICENSE[] SEC("license") = "Dual BSD/GPL";
