// What the measuring programs share. Each source is compiled twice, natively with libbpf and as a
// guest with libbpf-wasm.h, so that both do the same work; what they measure they print themselves,
// one "name value" a line, because only they know when the work begins.
#pragma once

#include <stdio.h>
#include <time.h>

// Nanoseconds; of CLOCK_MONOTONIC, or of what this thread has used of the processor.
static inline unsigned long long clock_ns(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

// Whoever started us waits for these lines.
static inline void say(const char* name, double value) {
  printf("%s %.3f\n", name, value);
  fflush(stdout);
}
