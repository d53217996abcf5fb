// The end of a program that measures its own start: from the exec, whose time bench/launch appends
// to the arguments, to the moment when attach has returned.
#pragma once

#include <stdlib.h>

#include "bench.h"

// `failed` is what attach returned. Stays until the end of its input, so that it can be looked at.
static inline int started(int failed, int argc, char** argv) {
  unsigned long long end = clock_ns(CLOCK_MONOTONIC);
  if (failed || argc < 2) return 1;
  unsigned long long used = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  say("start_ms", (end - strtoull(argv[argc - 1], NULL, 10)) / 1e6);
  say("start_cpu_ms", used / 1e6);
  while (getchar() != EOF) continue;
  return 0;
}
