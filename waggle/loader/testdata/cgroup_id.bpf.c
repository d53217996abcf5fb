// As cgroup.bpf.c, for programs that compare the id of a cgroup.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile int only_pid = 0;
const volatile unsigned long long target_cgid = 0;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} events SEC(".maps");

SEC("tp/syscalls/sys_enter_getpgid")
int count(void* ctx) {
  int pid = bpf_get_current_pid_tgid() >> 32;
  if (only_pid != pid || (target_cgid && bpf_get_current_cgroup_id() != target_cgid)) return 0;
  bpf_ringbuf_output(&events, &pid, sizeof(pid), 0);
  return 0;
}
