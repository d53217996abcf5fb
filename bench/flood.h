// What the flood's BPF program and its consumers share.
#pragma once

#ifndef __bpf__
#include <string.h>

// The first 8 bytes of a thread's name as a number, as the BPF program compares them.
static inline unsigned long long thread_name(const char* name) {
  unsigned long long number = 0;
  memcpy(&number, name, strnlen(name, sizeof(number)));
  return number;
}
#endif

// One record: 64 bytes, numbered from 0 as produced.
struct flood_event {
  unsigned long long number;
  unsigned long long padding[7];
};

// Counted by the BPF program: the calls it saw, and those for which the ring had no room.
struct flood_counts {
  unsigned long long produced;
  unsigned long long dropped;
};
