// An event that a guest can cause by itself on any host: updating a map. The BPF program sits on
// bpf(2) and knows its own guest's knocks by the upper half of the key, which the guest has chosen.
#pragma once

#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct trace_event_raw_sys_enter {
  unsigned long args[6];
} __attribute__((preserve_access_index));

// Where a guest knocks: key = door << 32 | number, number > 0.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 16);
  __type(key, __u64);
  __type(value, __u32);
} knocks SEC(".maps");

// The number of the knock at `door` that this bpf(2) call is; 0 if it is none.
static __always_inline __u32 knock_number(struct trace_event_raw_sys_enter* ctx, __u32 door) {
  struct {
    __u32 map_fd, padding;
    __u64 key;
  } attr;  // how union bpf_attr begins for an update
  __u64 key;
  if (!door || ctx->args[0] != BPF_MAP_UPDATE_ELEM) return 0;
  if (bpf_probe_read_user(&attr, sizeof(attr), (void*)ctx->args[1])) return 0;
  if (bpf_probe_read_user(&key, sizeof(key), (void*)attr.key)) return 0;
  return key >> 32 == door ? (__u32)key : 0;
}
