// Beginnings and ends of programs, each in a buffer of its own with a type of its own.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct begin {
  int pid;
  char comm[16];
};
struct end {
  int pid;
  char comm[16];
  unsigned long long at __attribute__((btf_decl_tag("waggle:ktime")));
};
const struct begin* one __attribute__((unused));
const struct end* other __attribute__((unused));

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} begins SEC(".maps");
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} ends SEC(".maps");

SEC("tp/sched/sched_process_exec")
int on_exec(void* ctx) {
  struct begin* e = bpf_ringbuf_reserve(&begins, sizeof(*e), 0);
  if (!e) return 0;
  e->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(e->comm, sizeof(e->comm));
  bpf_ringbuf_submit(e, 0);
  return 0;
}

SEC("tp/sched/sched_process_exit")
int on_exit(void* ctx) {
  __u64 id = bpf_get_current_pid_tgid();
  if (id >> 32 != (__u32)id) return 0;  // a thread, not the process
  struct end* e = bpf_ringbuf_reserve(&ends, sizeof(*e), 0);
  if (!e) return 0;
  e->pid = id >> 32;
  bpf_get_current_comm(e->comm, sizeof(e->comm));
  e->at = bpf_ktime_get_ns();
  bpf_ringbuf_submit(e, 0);
  return 0;
}
