// Reports every exception that a program in C++ throws. The value: 0.
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <stdbool.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/usdt.bpf.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

SEC("usdt/libstdc++.so.6:libstdcxx:throw")
int BPF_USDT(watch) { return report(0); }
