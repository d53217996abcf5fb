// For the TCP connections of a cgroup: marks every SYN that goes out with a TCP option that carries
// a tag, looks for that option in the SYNs that come in, and reports each connection.
#include <linux/bpf.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "sockops.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

enum {
  AF_INET = 2,
  IPPROTO_TCP = 6,
  TCP_SAVE_SYN = 27,
  OPTION_KIND = 254,      // for experiments (RFC 4727)
  OPTION_MAGIC = 0x7761,  // which experiment (RFC 6994)
};

struct option {
  __u8 kind;
  __u8 length;
  __u16 magic;
  __u32 tag;
} __attribute__((packed));

// Set by the guest before load.
const volatile unsigned int my_tag = 0;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
} events SEC(".maps");

static void want(struct bpf_sock_ops* ctx, int more) {
  bpf_sock_ops_cb_flags_set(ctx, ctx->bpf_sock_ops_cb_flags | more);
}

// Only in SYNs: this flag stays set, so later packets ask too.
static void reserve_option(struct bpf_sock_ops* ctx) {
  if (ctx->skb_tcp_flags & 0x02) bpf_reserve_hdr_opt(ctx, sizeof(struct option), 0);
}

static void write_option(struct bpf_sock_ops* ctx) {
  struct option option = {OPTION_KIND, sizeof(option), bpf_htons(OPTION_MAGIC), bpf_htonl(my_tag)};
  if (ctx->skb_tcp_flags & 0x02) bpf_store_hdr_opt(ctx, &option, sizeof(option), 0);
}

static void report(struct bpf_sock_ops* ctx, int accepted) {
  if (ctx->family != AF_INET) return;
  struct connection c = {
      .local_address = ctx->local_ip4,
      .remote_address = ctx->remote_ip4,
      .local_port = ctx->local_port,
      .remote_port = bpf_ntohl(ctx->remote_port),
      .accepted = accepted,
  };
  if (accepted) {
    struct option option = {OPTION_KIND, 4, bpf_htons(OPTION_MAGIC), 0};  // what to look for
    if (bpf_load_hdr_opt(ctx, &option, sizeof(option), BPF_LOAD_HDR_OPT_TCP_SYN) == sizeof(option)) {
      c.has_tag = 1;
      c.tag = bpf_ntohl(option.tag);
    }
  }
  bpf_ringbuf_output(&events, &c, sizeof(c), 0);
}

SEC("sockops")
int watch(struct bpf_sock_ops* ctx) {
  int yes = 1;
  switch (ctx->op) {
    case BPF_SOCK_OPS_TCP_CONNECT_CB: want(ctx, BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG); break;
    case BPF_SOCK_OPS_TCP_LISTEN_CB: bpf_setsockopt(ctx, IPPROTO_TCP, TCP_SAVE_SYN, &yes, sizeof(yes)); break;
    case BPF_SOCK_OPS_HDR_OPT_LEN_CB: reserve_option(ctx); break;
    case BPF_SOCK_OPS_WRITE_HDR_OPT_CB: write_option(ctx); break;
    case BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB: report(ctx, 0); break;
    case BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB: report(ctx, 1); break;
  }
  return 1;
}
