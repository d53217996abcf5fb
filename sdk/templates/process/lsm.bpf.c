// Reports every folder that is about to be removed, and lets it happen. The value: 0.
#include <linux/bpf.h>
#include <linux/ptrace.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} events SEC(".maps");

static int report(long long value) {
  struct event* event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  event->uid = (unsigned int)bpf_get_current_uid_gid();
  event->value = value;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}

struct inode;
struct dentry;

// What it returns decides: 0, or a negative errno to forbid it.
SEC("lsm/inode_rmdir")
int BPF_PROG(watch, struct inode* folder, struct dentry* name, int decided) {
  report(decided);
  return decided;
}
