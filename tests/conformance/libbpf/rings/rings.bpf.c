// Two ring buffers: even numbers go to one, odd ones to the other, and every fifth record is given up.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct record {
  __u64 number;
  char text[24];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} even SEC(".maps"), odd SEC(".maps");

__u64 next = 0;

static __always_inline void fill(struct record* record, __u64 number) {
  record->number = number;
  bpf_get_current_comm(record->text, 16);
}

SEC("tp/syscalls/sys_enter_getppid")
int report(void* ctx) {
  if (!is_tagged()) return 0;
  const __u64 number = next++;
  struct record* record =
      number % 2 ? bpf_ringbuf_reserve(&odd, sizeof(*record), 0) : bpf_ringbuf_reserve(&even, sizeof(*record), 0);
  if (!record) return 0;
  fill(record, number);
  if (number % 5 == 4) bpf_ringbuf_discard(record, 0);
  else bpf_ringbuf_submit(record, 0);
  return 0;
}
