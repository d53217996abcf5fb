// The same records to two rings, of which one is mistreated.
#include "tests/conformance/libbpf/tagged.bpf.h"

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} mistreated SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} other SEC(".maps");

unsigned long long calls = 0;

SEC("tp/syscalls/sys_enter_getppid")
int report(void* ctx) {
  if (!is_tagged()) return 0;
  __u64 number = calls;
  bpf_ringbuf_output(&mistreated, &number, sizeof(number), 0);
  bpf_ringbuf_output(&other, &number, sizeof(number), 0);
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
