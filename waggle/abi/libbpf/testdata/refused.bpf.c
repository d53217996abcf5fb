// SPDX-License-Identifier: Dual BSD/GPL
// The verifier refuses it.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("raw_tp")
int reads_nothing(void* ctx) { return *(volatile int*)0; }
