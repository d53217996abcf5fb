// Reports every TCP connection that the processes of a cgroup open or accept.
#include <linux/bpf.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "PROJECT.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
} events SEC(".maps");

static void report(struct bpf_sock_ops* socket, int accepted) {
  struct event* event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) return;
  event->local_port = socket->local_port;
  event->remote_port = bpf_ntohl(socket->remote_port);
  event->accepted = accepted;
  bpf_ringbuf_submit(event, 0);
}

/// @target CGROUP_ROOT
SEC("sockops")
int watch(struct bpf_sock_ops* socket) {
  if (socket->op == BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB) report(socket, 0);
  if (socket->op == BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB) report(socket, 1);
  return 1;
}
