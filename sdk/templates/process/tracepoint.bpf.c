// Reports every program that is started. The value: when, in nanoseconds since boot.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

SEC("tp/sched/sched_process_exec")
int watch(void* ctx) { return report(bpf_ktime_get_ns()); }
