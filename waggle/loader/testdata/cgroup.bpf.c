// An event for each getpgid(2) in a cgroup, by a map of cgroups.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile int only_pid = 0;
const volatile _Bool filter_cgroup = 0;

struct {
  __uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
  __uint(max_entries, 1);
  __type(key, unsigned int);
  __type(value, unsigned int);
} cgroups SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} events SEC(".maps");

SEC("tp/syscalls/sys_enter_getpgid")
int count(void* ctx) {
  int pid = bpf_get_current_pid_tgid() >> 32;
  if (only_pid != pid || (filter_cgroup && bpf_current_task_under_cgroup(&cgroups, 0) != 1)) return 0;
  bpf_ringbuf_output(&events, &pid, sizeof(pid), 0);
  return 0;
}
