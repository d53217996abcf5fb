// Counts in .bss, adds what .data says, and leaves the words of .rodata alone.
#include "tests/conformance/libbpf/tagged.bpf.h"

const volatile int step = 1;
int started_at = 100;  // .data
long long calls = 0;   // .bss
long long sum = 0;
struct {
  int first;
  char text[12];
} pair = {7, "kernel"};

SEC("tp/syscalls/sys_enter_getppid")
int count(void* ctx) {
  if (!is_tagged()) return 0;
  sum += started_at + step * calls;
  pair.first++;
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
