/* One counting program for each place of a cgroup; all allow everything. */
#include "count.h"

#define COUNTS(name, section, context) \
  SEC(section)                         \
  int name(struct context* ctx) {      \
    hit();                             \
    return 1;                          \
  }

COUNTS(on_skb_ingress, "cgroup_skb/ingress", __sk_buff)
COUNTS(on_skb_egress, "cgroup_skb/egress", __sk_buff)
COUNTS(on_sock_create, "cgroup/sock_create", bpf_sock)
COUNTS(on_sock_release, "cgroup/sock_release", bpf_sock)
COUNTS(on_post_bind4, "cgroup/post_bind4", bpf_sock)
COUNTS(on_post_bind6, "cgroup/post_bind6", bpf_sock)
COUNTS(on_bind4, "cgroup/bind4", bpf_sock_addr)
COUNTS(on_bind6, "cgroup/bind6", bpf_sock_addr)
COUNTS(on_connect4, "cgroup/connect4", bpf_sock_addr)
COUNTS(on_connect6, "cgroup/connect6", bpf_sock_addr)
COUNTS(on_connect_unix, "cgroup/connect_unix", bpf_sock_addr)
COUNTS(on_sendmsg4, "cgroup/sendmsg4", bpf_sock_addr)
COUNTS(on_sendmsg6, "cgroup/sendmsg6", bpf_sock_addr)
COUNTS(on_sendmsg_unix, "cgroup/sendmsg_unix", bpf_sock_addr)
COUNTS(on_recvmsg4, "cgroup/recvmsg4", bpf_sock_addr)
COUNTS(on_recvmsg6, "cgroup/recvmsg6", bpf_sock_addr)
COUNTS(on_recvmsg_unix, "cgroup/recvmsg_unix", bpf_sock_addr)
COUNTS(on_getpeername4, "cgroup/getpeername4", bpf_sock_addr)
COUNTS(on_getpeername6, "cgroup/getpeername6", bpf_sock_addr)
COUNTS(on_getpeername_unix, "cgroup/getpeername_unix", bpf_sock_addr)
COUNTS(on_getsockname4, "cgroup/getsockname4", bpf_sock_addr)
COUNTS(on_getsockname6, "cgroup/getsockname6", bpf_sock_addr)
COUNTS(on_getsockname_unix, "cgroup/getsockname_unix", bpf_sock_addr)
COUNTS(on_sysctl, "cgroup/sysctl", bpf_sysctl)
COUNTS(on_getsockopt, "cgroup/getsockopt", bpf_sockopt)
COUNTS(on_setsockopt, "cgroup/setsockopt", bpf_sockopt)
COUNTS(on_device, "cgroup/dev", bpf_cgroup_dev_ctx)
COUNTS(on_sockops, "sockops", bpf_sock_ops)
