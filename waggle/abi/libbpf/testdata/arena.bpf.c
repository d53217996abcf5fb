// SPDX-License-Identifier: Dual BSD/GPL
// Asks libbpf to map an arena at an address of the process that loads it.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_ARENA);
  __uint(map_flags, BPF_F_MMAPABLE);
  __uint(max_entries, 1);
  __ulong(map_extra, 0x7f0000000000);
} arena SEC(".maps");

SEC("raw_tp")
int touch(void* ctx) { return (long)&arena & 1; }
