// SPDX-License-Identifier: Dual BSD/GPL
// Refers to a kernel symbol that no kernel has; libbpf refuses it before the verifier does.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

extern const int waggle_no_such_symbol __ksym;

SEC("raw_tp")
int reads(void* ctx) { return waggle_no_such_symbol; }
