// SPDX-License-Identifier: Dual BSD/GPL
// An object without maps and global variables. Nothing here is loaded.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("socket")
int pass(struct __sk_buff* skb) { return 0; }
