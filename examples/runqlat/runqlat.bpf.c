// Measures how long tasks wait on a run queue: from being woken, or from losing the CPU while still
// runnable, to running.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "runqlat.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct task_struct {
  int pid;   // of the thread
  int tgid;  // of the process
  unsigned int __state;
  char comm[16];
} __attribute__((preserve_access_index));

enum { TASK_RUNNING = 0 };

// Set by the guest before load.
const volatile _Bool filter_cgroup = 0;
const volatile _Bool per_process = 0;

struct {
  __uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u32);
} cgroup_map SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, int);      // thread id
  __type(value, __u64);  // when it began to wait, ns
} waiting_since SEC(".maps");

// A task's cgroup can be tested only while it is the current task, so what it waited is kept until
// it leaves the CPU and counted then.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, int);      // thread id
  __type(value, __u64);  // ns
} waited SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, int);  // process id, or 0 for all of them
  __type(value, struct histogram);
} histograms SEC(".maps");

static const struct histogram kEmpty;

static int enqueue(struct task_struct* task) {
  int tid = task->pid;
  if (tid == 0) return 0;  // the idle task waits for nothing
  __u64 now = bpf_ktime_get_ns();
  bpf_map_update_elem(&waiting_since, &tid, &now, BPF_ANY);
  return 0;
}

static unsigned int slot_of(__u64 value) {
  unsigned int slot = 0;
  while (value > 1 && slot < SLOTS - 1) {
    value >>= 1;
    slot++;
  }
  return slot;
}

static void count(struct task_struct* task, __u64 waited_ns) {
  int key = per_process ? task->tgid : 0;
  struct histogram* histogram = bpf_map_lookup_elem(&histograms, &key);
  if (!histogram) {
    bpf_map_update_elem(&histograms, &key, &kEmpty, BPF_NOEXIST);
    histogram = bpf_map_lookup_elem(&histograms, &key);
    if (!histogram) return;
  }
  bpf_probe_read_kernel_str(histogram->comm, sizeof(histogram->comm), task->comm);
  unsigned int slot = slot_of(waited_ns / 1000);
  if (slot < SLOTS) __sync_fetch_and_add(&histogram->slots[slot], 1);
}

static void leave_cpu(struct task_struct* task) {
  int tid = task->pid;
  __u64* ns = bpf_map_lookup_elem(&waited, &tid);
  if (!ns) return;
  if (!filter_cgroup || bpf_current_task_under_cgroup(&cgroup_map, 0) == 1) count(task, *ns);
  bpf_map_delete_elem(&waited, &tid);
}

static void enter_cpu(struct task_struct* task) {
  int tid = task->pid;
  __u64* since = bpf_map_lookup_elem(&waiting_since, &tid);
  if (!since) return;
  __u64 ns = bpf_ktime_get_ns() - *since;
  bpf_map_update_elem(&waited, &tid, &ns, BPF_ANY);
  bpf_map_delete_elem(&waiting_since, &tid);
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(sched_wakeup, struct task_struct* task) { return enqueue(task); }

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(sched_wakeup_new, struct task_struct* task) { return enqueue(task); }

SEC("tp_btf/sched_switch")
int BPF_PROG(sched_switch, _Bool preempt, struct task_struct* prev, struct task_struct* next) {
  leave_cpu(prev);
  if (prev->__state == TASK_RUNNING) enqueue(prev);
  enter_cpu(next);
  return 0;
}
