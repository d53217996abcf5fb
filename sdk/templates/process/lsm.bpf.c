// Reports every folder that is about to be removed, and lets it happen. The value: 0.
#include <linux/bpf.h>
#include <linux/ptrace.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

struct inode;
struct dentry;

// What it returns decides: 0, or a negative errno to forbid it.
SEC("lsm/inode_rmdir")
int BPF_PROG(watch, struct inode* folder, struct dentry* name, int decided) {
  report(decided);
  return decided;
}
