// Reports the calls of one function of a program or library: its first argument, and its result.
// Which function is said when it is attached.
#include <linux/bpf.h>
#include <linux/ptrace.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "uprobe.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} events SEC(".maps");

static int report(int is_return, unsigned long long value) {
  struct event* e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
  if (!e) return 0;
  e->pid = bpf_get_current_pid_tgid() >> 32;
  e->is_return = is_return;
  e->value = value;
  bpf_get_current_comm(e->comm, sizeof(e->comm));
  bpf_ringbuf_submit(e, 0);
  return 0;
}

SEC("uprobe")
int BPF_UPROBE(called, unsigned long argument) { return report(0, argument); }

SEC("uretprobe")
int BPF_URETPROBE(returned, unsigned long result) { return report(1, result); }
