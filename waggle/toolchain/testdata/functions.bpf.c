// SPDX-License-Identifier: Dual BSD/GPL
// Functions of every kind, and types of every kind that has names inside, in programs that a kernel loads.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct task_struct {
  int tgid;
} __attribute__((preserve_access_index));

enum state { kIdle, kBusy };
enum wide : unsigned long long { kSmall = 1, kVast = 0xffffffff00000000ULL };
union word {
  int whole;
  short halves[2];
};
struct seen {
  enum state state;
  enum wide wide;
  union word word;
} seen;

static __attribute__((noinline)) int add(int first, int second) {
  seen.state = first > 3 ? kBusy : kIdle;
  seen.word.whole += second;
  return first * seen.word.halves[0];
}

__attribute__((noinline)) int note(unsigned long long number) {
  if (number > 5) seen.wide = number;
  return seen.state;
}

SEC("raw_tp/sys_enter")
int enter(void* context) {
  struct task_struct* task = (void*)bpf_get_current_task();
  return add(BPF_CORE_READ(task, tgid), 1) & 1;
}

SEC("raw_tp/sys_enter")
int enter_too(void* context) { return (add(bpf_get_smp_processor_id(), 2) + note(bpf_ktime_get_ns())) & 1; }

SEC("raw_tp/sys_exit")
int leave(void* context) { return note(bpf_ktime_get_ns()) & 1; }
