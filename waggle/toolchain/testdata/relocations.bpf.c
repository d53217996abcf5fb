// SPDX-License-Identifier: Dual BSD/GPL
// What CO-RE can ask, of the types in kernel_types.bpf.c. Nothing here is loaded.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define RELOCATED __attribute__((preserve_access_index))

struct stamp {
  long long seconds;
} RELOCATED;

// What is behind the underscores is not part of the kernel's name.
struct task___mine {
  int pid;
  char name[16];
  int inner;
  unsigned flag : 3;
  long gone;
  struct stamp* stamp;
  struct stamp stamps[4];
  struct stamp* changed;
} RELOCATED;

struct twin {
  int value;
} RELOCATED;

struct nowhere {
  int value;
} RELOCATED;

enum color { RED = 1, BLUE = 2, GREY = 3 };

long answers[20];

SEC("raw_tp/sys_enter")
int members(void* context) {
  struct task___mine* task = context;
  answers[0] = BPF_CORE_READ(task, pid);
  answers[1] = BPF_CORE_READ(task, inner);
  answers[2] = BPF_CORE_READ(task, stamp, seconds);
  answers[3] = BPF_CORE_READ_BITFIELD_PROBED(task, flag);
  answers[4] = bpf_core_field_size(task->name);
  answers[5] = bpf_core_field_exists(task->gone);
  answers[6] = BPF_CORE_READ(task, gone);
  answers[7] = bpf_core_field_offset(task->stamps[2].seconds);
  answers[8] = bpf_core_field_exists(task->changed);
  return 0;
}

SEC("raw_tp/sys_exit")
int types(void* context) {
  struct twin* twin = context;
  answers[9] = BPF_CORE_READ(twin, value);
  answers[10] = bpf_core_type_exists(struct nowhere);
  answers[11] = bpf_core_type_size(struct task___mine);
  answers[12] = bpf_core_enum_value(enum color, BLUE);
  answers[13] = bpf_core_enum_value_exists(enum color, GREY);
  answers[14] = bpf_core_type_id_kernel(struct stamp) != 0;
  return 0;
}
