// Sends events in the ways that programs have, each through a buffer of its own. No structure of an event is in the
// object's BTF but those that are said to be.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

// Only this process's calls count.
const volatile int only_pid = 0;

struct local_event {
  int pid;
  unsigned long long number;
  short flags;
  char comm[16];
  int result;
};

struct stack_event {
  unsigned int pid;
  int result;
  char comm[16];
};

// Two of one size, both in BTF; the names of their members tell them apart.
struct first_kind {
  int alpha;
  int beta;
};
struct second_kind {
  int gamma;
  int delta;
};
const struct first_kind* unused_first __attribute__((unused));
const struct second_kind* unused_second __attribute__((unused));

// In BTF, the only one of its size.
struct sized_event {
  unsigned int pid;
  unsigned char tag[5];
  unsigned char more[3];
  unsigned long long last;
  unsigned long long end;
};
const struct sized_event* unused_sized __attribute__((unused));

struct scratch_event {
  unsigned int pid;
  char text[60];
};

struct tagged_event {
  unsigned int pid;
};
const struct tagged_event* unused_tagged __attribute__((unused));

#define RING(name)                      \
  struct {                              \
    __uint(type, BPF_MAP_TYPE_RINGBUF); \
    __uint(max_entries, 4096);          \
  } name SEC(".maps")

RING(local);
RING(named);
RING(sized);
RING(varying);
RING(scratched);
RING(mixed);
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} tagged SEC(".maps") __attribute__((btf_decl_tag("waggle:event=tagged_event")));
RING(silent);

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, sizeof(int));
  __uint(value_size, sizeof(int));
} stacked SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, unsigned int);
  __type(value, struct scratch_event);
} scratch SEC(".maps");

static int is_ours(void) { return only_pid == (int)(bpf_get_current_pid_tgid() >> 32); }

SEC("tp/syscalls/sys_enter_getpgid")
int send_local(void* ctx) {
  if (!is_ours()) return 0;
  struct local_event* e = bpf_ringbuf_reserve(&local, sizeof(*e), 0);
  if (!e) return 0;
  e->pid = only_pid;
  e->number = 1ull << 40;
  e->flags = 7;
  bpf_get_current_comm(&e->comm, sizeof(e->comm));
  e->result = -2;
  bpf_ringbuf_submit(e, 0);
  return 0;
}

SEC("tp/syscalls/sys_enter_getpgid")
int send_stacked(void* ctx) {
  if (!is_ours()) return 0;
  struct stack_event e = {.pid = only_pid, .result = -5};
  bpf_get_current_comm(&e.comm, sizeof(e.comm));
  bpf_perf_event_output(ctx, &stacked, BPF_F_CURRENT_CPU, &e, sizeof(e));
  return 0;
}

SEC("tp/syscalls/sys_enter_getpgid")
int send_named(void* ctx) {
  if (!is_ours()) return 0;
  struct second_kind* e = bpf_ringbuf_reserve(&named, sizeof(*e), 0);
  if (!e) return 0;
  e->gamma = only_pid;
  e->delta = 11;
  bpf_ringbuf_submit(e, 0);
  return 0;
}

SEC("tp/syscalls/sys_enter_getpgid")
int send_sized(void* ctx) {
  if (!is_ours()) return 0;
  struct sized_event e = {};
  e.pid = only_pid;
  e.last = 12;
  bpf_ringbuf_output(&sized, &e, sizeof(e), 0);
  return 0;
}

SEC("tp/syscalls/sys_enter_getpgid")
int send_varying(void* ctx) {
  unsigned int zero = 0;
  struct scratch_event* e = bpf_map_lookup_elem(&scratch, &zero);
  if (!e || !is_ours()) return 0;
  e->pid = only_pid;
  bpf_get_current_comm(&e->text, sizeof(e->text));
  unsigned long size = 8 + (bpf_ktime_get_ns() & 31);
  bpf_ringbuf_output(&varying, e, size, 0);
  return 0;
}

SEC("tp/syscalls/sys_enter_getpgid")
int send_scratched(void* ctx) {
  unsigned int zero = 0;
  struct scratch_event* e = bpf_map_lookup_elem(&scratch, &zero);
  if (!e || !is_ours()) return 0;
  e->pid = only_pid;
  bpf_ringbuf_output(&scratched, e, sizeof(*e), 0);
  return 0;
}

// Two kinds of event through one buffer.
SEC("tp/syscalls/sys_enter_getpgid")
int send_mixed(void* ctx) {
  if (!is_ours()) return 0;
  struct stack_event first = {.pid = only_pid, .result = 3};
  bpf_ringbuf_output(&mixed, &first, sizeof(first), 0);
  struct sized_event* second = bpf_ringbuf_reserve(&mixed, sizeof(*second), 0);
  if (!second) return 0;
  second->pid = only_pid;
  second->last = 4;
  bpf_ringbuf_submit(second, 0);
  return 0;
}

SEC("tp/syscalls/sys_enter_getpgid")
int send_tagged(void* ctx) {
  if (!is_ours()) return 0;
  unsigned int pid = only_pid;
  bpf_ringbuf_output(&tagged, &pid, sizeof(pid), 0);
  return 0;
}
