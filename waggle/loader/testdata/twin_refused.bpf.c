// A program for new kernels that this one's verifier refuses, and its twin for older ones.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile int only_pid = 0;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} events SEC(".maps");

SEC("tp_btf/sys_enter")
int newer(void* ctx) { return *(int*)(long)bpf_get_prandom_u32(); }

SEC("raw_tp/sys_enter")
int older(void* ctx) {
  int pid = bpf_get_current_pid_tgid() >> 32;
  if (only_pid == pid) bpf_ringbuf_output(&events, &pid, sizeof(pid), 0);
  return 0;
}
