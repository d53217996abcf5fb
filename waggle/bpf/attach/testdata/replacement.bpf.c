/* Replaces verdict() of replaced.bpf.c. */
#include "count.h"

SEC("freplace/verdict")
int new_verdict(struct __sk_buff* packet) {
  hit();
  return 7;
}
