// Prints by another format than refused.bpf.c does.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile int only_pid = 0;

SEC("tp/syscalls/sys_enter_getpgid")
int print(void* ctx) {
  if (only_pid != (int)(bpf_get_current_pid_tgid() >> 32)) return 0;
  bpf_printk("someone else's %d", only_pid);
  return 0;
}
