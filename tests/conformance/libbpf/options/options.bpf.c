// What a command line sets.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile int verbose = 0;
const volatile long interval = 1;
const volatile char name[16] = "nobody";

SEC("syscall")
int nothing(void* ctx) { return verbose + (int)interval + name[0]; }
