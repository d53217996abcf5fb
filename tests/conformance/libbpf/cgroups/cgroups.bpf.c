// Calls inside a cgroup, which is in a map.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct {
  __uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
  __uint(max_entries, 2);
  __uint(key_size, sizeof(__u32));
  __uint(value_size, sizeof(__u32));
} cgroups SEC(".maps");

long long calls = 0;
long long inside = 0;
long long elsewhere = 0;

SEC("tp/syscalls/sys_enter_getppid")
int count(void* ctx) {
  if (!is_tagged()) return 0;
  inside += bpf_current_task_under_cgroup(&cgroups, 0) == 1;
  elsewhere += bpf_current_task_under_cgroup(&cgroups, 1) == 1;
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
