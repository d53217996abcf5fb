// A value for a program that prints it.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "tests/conformance/libbpf/types/types.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct shape shape = {BLUE, {0x01020304}, (const char*)0x1234, {2, 100}, {7, 8, 9}};

SEC("syscall")
int nothing(void* ctx) { return shape.corners[0]; }
