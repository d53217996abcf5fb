// Reports what each processor does, many times a second. The value: the processor.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

/// @target software:cpu-clock@99
SEC("perf_event")
int watch(void* ctx) { return report(bpf_get_smp_processor_id()); }
