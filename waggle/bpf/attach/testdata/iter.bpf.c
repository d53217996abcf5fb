/* Iterators that write one line for each element. */
#include "count.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8);
  __type(key, __u32);
  __type(value, __u64);
} elements SEC(".maps");

/* As much of the kernel's types as is used; the offsets are relocated. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct seq_file;
struct bpf_iter_meta {
  struct seq_file* seq;
};
struct task_struct {
  int pid;
  int tgid;
};
struct bpf_iter__task {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
};
struct bpf_iter__bpf_map_elem {
  struct bpf_iter_meta* meta;
  __u32* key;
  __u64* value;
};
struct kernfs_node {
  __u64 id;
};
struct cgroup {
  struct kernfs_node* kn;
};
struct bpf_iter__cgroup {
  struct bpf_iter_meta* meta;
  struct cgroup* cgroup;
};
#pragma clang attribute pop

/* What is iterated is null once more at the end. */
SEC("iter/task")
int each_task(struct bpf_iter__task* ctx) {
  struct task_struct* task = ctx->task;
  if (task) BPF_SEQ_PRINTF(ctx->meta->seq, "task %d\n", task->tgid);
  return 0;
}

SEC("iter/bpf_map_elem")
int each_element(struct bpf_iter__bpf_map_elem* ctx) {
  __u32* key = ctx->key;
  __u64* value = ctx->value;
  if (key && value) BPF_SEQ_PRINTF(ctx->meta->seq, "%u=%llu\n", *key, *value);
  return 0;
}

SEC("iter/cgroup")
int each_cgroup(struct bpf_iter__cgroup* ctx) {
  struct cgroup* cgroup = ctx->cgroup;
  if (cgroup) BPF_SEQ_PRINTF(ctx->meta->seq, "cgroup %llu\n", cgroup->kn->id);
  return 0;
}
