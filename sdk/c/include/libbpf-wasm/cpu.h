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
  int count = 0, first = -1, number = 0, letter;
  while ((letter = getc(list)) != EOF) {
    if (letter >= '0' && letter <= '9') {
      number = 10 * number + (letter - '0');
      continue;
    }
    if (letter == '-') first = number;
    else count += first < 0 ? 1 : number - first + 1;
    if (letter != '-') first = -1;
    number = 0;
  }
  fclose(list);
  return count > 0 ? count : libbpf_wasm__result(-EINVAL);
}

#endif
