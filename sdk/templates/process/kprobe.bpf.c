// Reports every file that is removed. The value: the folder's descriptor, or -100 for the current one.
#include <linux/bpf.h>
#include <linux/ptrace.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

SEC("kprobe/do_unlinkat")
int BPF_KPROBE(watch, int folder) { return report(folder); }
