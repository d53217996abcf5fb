// Prints by a format that lies on the stack, as bpf_trace_printk() was called before there were global variables.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile int only_pid = 0;

SEC("tp/syscalls/sys_enter_getpgid")
int print(void* ctx) {
  if (only_pid != (int)(bpf_get_current_pid_tgid() >> 32)) return 0;
  char format[] = "stacked %d";
  bpf_trace_printk(format, sizeof(format), only_pid);
  return 0;
}
