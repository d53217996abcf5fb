// Reports every program that has looked up a user by name. The value: 0, or an errno.
#include <linux/bpf.h>
#include <linux/ptrace.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

SEC("uretprobe/libc.so.6:getpwnam_r")
int BPF_URETPROBE(watch, int result) { return report(result); }
