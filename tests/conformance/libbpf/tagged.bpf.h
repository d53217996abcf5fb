// Which calls count: those of the run's own workload, whose threads have its tag as their name. Set before load.
#pragma once

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile __u64 tag = 0;

static __always_inline int is_tagged(void) {
  __u64 name[2];  // TASK_COMM_LEN is 16
  return !bpf_get_current_comm(name, sizeof(name)) && name[0] == tag;
}
