/* What every test program shares with its test: one structure in a data section of its own. */
#pragma once

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct {
  __u64 hits;   /* how often the program ran for the test */
  __u32 tgid;   /* the test's process, for programs that run for every process */
  __u32 number; /* of the system call the test makes */
} test SEC(".data.test");

static inline int mine(void) { return bpf_get_current_pid_tgid() >> 32 == test.tgid; }
static inline void hit(void) { __sync_fetch_and_add(&test.hits, 1); }
/* For programs that run in the test's process among others. */
static inline void hit_if_mine(void) {
  if (mine()) hit();
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
