// SPDX-License-Identifier: Dual BSD/GPL
// Something of every kind that a libbpf program of the tests touches.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile __u32 tgid = 0;  // of the test's process
const volatile __u64 step = 1;
__u64 hits = 0;
__u64 started = 100;
__u64 taken = 0;  // the sum of what stood in the user ring buffer

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 16);
  __type(key, __u32);
  __type(value, __u64);
} table SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 2);
  __type(key, __u32);
  __type(value, __u32);
} per_cpu SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 512);
  __uint(map_flags, BPF_F_MMAPABLE);
  __type(key, __u32);
  __type(value, __u64);
} mapped SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
  __uint(max_entries, 4096);
} user_ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, 4);
  __uint(value_size, 4);
} perf SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u32);
} jump SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u32);
} cgroups SEC(".maps");

struct inner {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
  __uint(max_entries, 1);
  __type(key, __u32);
  __array(values, struct inner);
} outer SEC(".maps");

static __always_inline void hit(void) { __sync_fetch_and_add(&hits, step); }

// The context is {value}.
SEC("raw_tp")
int emit(struct bpf_raw_tracepoint_args* ctx) {
  __u64 value = ctx->args[0];
  bpf_ringbuf_output(&ring, &value, sizeof value, 0);
  bpf_perf_event_output(ctx, &perf, BPF_F_CURRENT_CPU, &value, sizeof value);
  return 0;
}

static long add(struct bpf_dynptr* record, void* context) {
  __u64 value = 0;
  if (!bpf_dynptr_read(&value, sizeof value, record, 0, 0)) taken += value;
  return 0;
}

SEC("raw_tp")
int drain(void* ctx) { return bpf_user_ringbuf_drain(&user_ring, add, 0, 0); }

SEC("raw_tp")
int reached(void* ctx) {
  hit();
  return 7;
}

SEC("raw_tp")
int on_enter(void* ctx) {
  if (bpf_get_current_pid_tgid() >> 32 == tgid) hit();
  return 0;
}

SEC("raw_tp")
int jumps(void* ctx) {
  bpf_tail_call(ctx, &jump, 0);
  return 1;
}

// What stands in the inner map.
SEC("raw_tp")
int look_inside(void* ctx) {
  const __u32 zero = 0;
  void* inner = bpf_map_lookup_elem(&outer, &zero);
  __u64* value = inner ? bpf_map_lookup_elem(inner, &zero) : 0;
  return value ? *value : -1;
}

SEC("tp/syscalls/sys_enter_getppid")
int on_getppid(void* ctx) {
  if (bpf_get_current_pid_tgid() >> 32 == tgid) hit();
  return 0;
}

SEC("uprobe")
int on_call(void* ctx) {
  if (bpf_get_current_pid_tgid() >> 32 == tgid) hit();
  return 0;
}

SEC("perf_event")
int on_sample(void* ctx) {
  if (bpf_get_current_pid_tgid() >> 32 == tgid) hit();
  return 0;
}

SEC("xdp")
int on_frame(struct xdp_md* frame) {
  hit();
  return XDP_PASS;
}

SEC("tc")
int on_packet(struct __sk_buff* packet) {
  hit();
  return -1;  // TC_ACT_UNSPEC
}

SEC("tcx/ingress")
int on_tcx(struct __sk_buff* packet) {
  hit();
  return TCX_NEXT;
}

SEC("cgroup_skb/egress")
int on_egress(struct __sk_buff* packet) {
  hit();
  return 1;
}

struct bpf_nf_ctx;
SEC("netfilter")
int on_hook(struct bpf_nf_ctx* ctx) {
  hit();
  return 1;  // NF_ACCEPT
}

SEC("sk_lookup")
int on_lookup(struct bpf_sk_lookup* ctx) {
  hit();
  return SK_PASS;
}

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct seq_file;
struct bpf_iter_meta {
  struct seq_file* seq;
};
struct bpf_iter__bpf_map_elem {
  struct bpf_iter_meta* meta;
  __u32* key;
  __u64* value;
};
#pragma clang attribute pop

SEC("iter/bpf_map_elem")
int each_element(struct bpf_iter__bpf_map_elem* ctx) {
  __u32* key = ctx->key;
  __u64* value = ctx->value;
  if (key && value) BPF_SEQ_PRINTF(ctx->meta->seq, "%u=%llu\n", *key, *value);
  return 0;
}
