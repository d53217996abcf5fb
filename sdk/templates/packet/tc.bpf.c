// Reports every packet that an interface receives, and lets it pass.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#include "report.inc"

#include "protocol.inc"

SEC("tcx/ingress")
int watch(struct __sk_buff* packet) {
  report(packet->ifindex, packet->len, protocol_of(packet));
  return TCX_NEXT;
}
