// How many values a per-CPU map holds for one key.
#ifndef LIBBPF_WASM_CPU_H
#define LIBBPF_WASM_CPU_H

#include <stdio.h>

#include "error.h"

// Counts the kernel's list of possible CPUs: "0-3" or "0,2-5", and a newline. Negative errno where
// the guest may not read it.
static inline int libbpf_num_possible_cpus(void) {
  FILE* list = fopen("/sys/devices/system/cpu/possible", "re");
  if (!list) return -errno;
  int count = 0, first, last;
  char separator = ',';
  while (separator == ',' && fscanf(list, "%d%c", &first, &separator) == 2) {
    last = first;
    if (separator == '-' && fscanf(list, "%d%c", &last, &separator) != 2) break;
    count += last - first + 1;
  }
  fclose(list);
  return count > 0 ? count : libbpf_wasm__result(-EINVAL);
}

#endif
