// An event of six fields for each getppid(2) of the one producer, which bench/produce is.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "bench/opens.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

// Set before load: the first 8 bytes of the name of the producer's thread.
const volatile __u64 producer = 0;

// Events that the ring had no room for.
__u64 dropped = 0;

const struct open_event* unused __attribute__((unused));

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 128 << 20);
} events SEC(".maps");

SEC("tp/syscalls/sys_enter_getppid")
int opened(void* ctx) {
  __u64 name[2];  // TASK_COMM_LEN is 16
  if (bpf_get_current_comm(name, sizeof(name)) || name[0] != producer) return 0;
  struct open_event* event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) {
    __sync_fetch_and_add(&dropped, 1);
    return 0;
  }
  *event = (struct open_event){.pid = (int)bpf_get_current_pid_tgid(),
                               .uid = 1000,
                               .ret = 3,
                               .flags = 0x80000,
                               .comm = "systemd-journal",
                               .fname = "/proc/565169/cmdline"};
  bpf_ringbuf_submit(event, 0);
  return 0;
}
