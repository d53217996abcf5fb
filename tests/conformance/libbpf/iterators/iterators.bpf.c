// Text about maps' elements and about tasks.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct seq_file;
struct task_struct {
  int pid;
  int tgid;
} __attribute__((preserve_access_index));
struct bpf_iter_meta {
  struct seq_file* seq;
  __u64 session_id;
  __u64 seq_num;
} __attribute__((preserve_access_index));
struct bpf_iter__task {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
} __attribute__((preserve_access_index));
struct bpf_iter__bpf_map_elem {
  struct bpf_iter_meta* meta;
  void* map;
  void* key;
  void* value;
} __attribute__((preserve_access_index));

const volatile int wanted_pid = 0;

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 200);
  __type(key, __u32);
  __type(value, __u64);
} squares SEC(".maps");

SEC("iter/task")
int tasks(struct bpf_iter__task* ctx) {
  struct seq_file* seq = ctx->meta->seq;
  struct task_struct* task = ctx->task;
  if (task && task->tgid == wanted_pid) BPF_SEQ_PRINTF(seq, "the task is there, main %d\n", task->pid == task->tgid);
  return 0;
}

SEC("iter/bpf_map_elem")
int elements(struct bpf_iter__bpf_map_elem* ctx) {
  struct seq_file* seq = ctx->meta->seq;
  const __u32* key = ctx->key;
  const __u64* value = ctx->value;
  if (key && value) BPF_SEQ_PRINTF(seq, "%u: %llu\n", *key, *value);
  return 0;
}
