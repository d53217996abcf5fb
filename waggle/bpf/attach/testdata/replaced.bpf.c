/* A program with a function that another program replaces. */
#include "count.h"

__attribute__((noinline)) int verdict(struct __sk_buff* packet) { return packet->len ? 0 : 1; }

SEC("socket")
int asks_for_verdict(struct __sk_buff* packet) { return verdict(packet); }
