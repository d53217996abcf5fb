// Socket filters: the program sees every packet of an interface through a packet socket, which is
// opened, bound and owned here. Nobody reads the socket; what the program keeps is dropped.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

Result<void> check(const Target& target) {
  WAGGLE_TRY(const std::string interface, interface_name(target.subject));
  static_cast<void>(interface);
  return {};
}

Result<void> set_option(int socket, int option, int value, std::string_view what) {
  if (::setsockopt(socket, SOL_SOCKET, option, &value, sizeof value) < 0) return attach_error(errno, what);
  return {};
}

Result<Link> attach_socket_filter(const Attaching& attaching) {
  WAGGLE_TRY(const int index, interface_index(attaching.target.subject));
  // Protocol 0: the socket receives nothing before it is bound, which is after the filter is on.
  UniqueFd socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
  if (!socket) {
    const int code = errno;
    return attach_error(code, "packet socket", code == EPERM ? "needs CAP_NET_RAW" : "");
  }
  WAGGLE_CHECK(set_option(socket.get(), SO_RCVBUF, 0, "SO_RCVBUF"));  // the kernel's smallest queue
  WAGGLE_CHECK(set_option(socket.get(), SO_ATTACH_BPF, bpf_program__fd(attaching.program), "SO_ATTACH_BPF"));
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = index;
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    return attach_error(errno, fmt::format("binding a packet socket to {}", attaching.target.subject));
  return link_of(std::move(socket));
}

}  // namespace

constinit const Kind kSocketFilter{
    .id = AttachKind::socket_filter,
    .name = "socket_filter",
    .grammar = "IF",
    .check = &check,
    .attach = &attach_socket_filter,
};

}  // namespace waggle::bpf
