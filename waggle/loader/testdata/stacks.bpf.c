// Both stacks of whoever calls getpgid(2), under names of its own. What lies behind a stack was never written.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile int only_pid = 0;

struct stacks_event {
  int process;
  int inner_bytes;
  int outer_bytes;
  unsigned long long inner[24];
  unsigned long long outer[24];
};
const struct stacks_event* unused __attribute__((unused));

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} events SEC(".maps");

SEC("tp/syscalls/sys_enter_getpgid")
int stacks(void* ctx) {
  const int pid = bpf_get_current_pid_tgid() >> 32;
  if (only_pid != pid) return 0;
  struct stacks_event* event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  event->process = pid;
  event->inner_bytes = bpf_get_stack(ctx, event->inner, sizeof(event->inner), 0);
  event->outer_bytes = bpf_get_stack(ctx, event->outer, sizeof(event->outer), BPF_F_USER_STACK);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
