// Reports every program that looks up a user by name. The value: the length of the name.
#include <linux/bpf.h>
#include <linux/ptrace.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

SEC("uprobe/libc.so.6:getpwnam_r")
int BPF_UPROBE(watch, const char* name) {
  char copy[64];
  return report(bpf_probe_read_user_str(copy, sizeof(copy), name) - 1);
}
