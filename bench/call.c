// What it costs to leave the program and come back with an error: for a guest a call of the host that
// is refused at once, beside it a system call that is refused at once.
#include "bench.h"

#ifdef __wasm__
#include <libbpf-wasm.h>
static int refused(void) { return wasm_close_bpf_object(0); }
#else
#include <sys/syscall.h>
#include <unistd.h>
static int refused(void) { return (int)syscall(SYS_close, -1); }
#endif

enum { kCalls = 2000000 };

int main(void) {
  unsigned long long start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
  for (int i = 0; i < kCalls; ++i)
    if (refused() >= 0) return 1;
  say("call_ns", (double)(clock_ns(CLOCK_THREAD_CPUTIME_ID) - start) / kCalls);
  return 0;
}
