// Counts samples of the workload's thread.
#include "tests/conformance/libbpf/tagged.bpf.h"

long long samples = 0;

SEC("perf_event")
int sample(void* ctx) {
  if (is_tagged()) __sync_fetch_and_add(&samples, 1);
  return 0;
}
