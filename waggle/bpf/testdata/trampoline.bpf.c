// SPDX-License-Identifier: Dual BSD/GPL
// Attaches through a BPF trampoline, which some kernels refuse at load.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("fentry/vfs_unlink")
int enters(void* ctx) { return 0; }
