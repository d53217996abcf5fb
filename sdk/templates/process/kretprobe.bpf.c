// Reports every file that is removed. The value: 0, or why it was not.
#include <linux/bpf.h>
#include <linux/ptrace.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

SEC("kretprobe/do_unlinkat")
int BPF_KRETPROBE(watch, int result) { return report(result); }
