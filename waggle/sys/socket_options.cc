#include "waggle/sys/socket_options.hh"

#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netpacket/packet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace waggle::sys {
namespace {

struct SocketOption {
  int level;
  int name;
  friend bool operator==(const SocketOption&, const SocketOption&) = default;
};

constexpr std::array kOptions{
    SocketOption{SOL_SOCKET, SO_ACCEPTCONN},
    SocketOption{SOL_SOCKET, SO_ATTACH_BPF},
    SocketOption{SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF},
    SocketOption{SOL_SOCKET, SO_BINDTODEVICE},
    SocketOption{SOL_SOCKET, SO_BROADCAST},
    SocketOption{SOL_SOCKET, SO_COOKIE},
    SocketOption{SOL_SOCKET, SO_DETACH_BPF},
    SocketOption{SOL_SOCKET, SO_DOMAIN},
    SocketOption{SOL_SOCKET, SO_ERROR},
    SocketOption{SOL_SOCKET, SO_INCOMING_CPU},
    SocketOption{SOL_SOCKET, SO_KEEPALIVE},
    SocketOption{SOL_SOCKET, SO_LINGER},
    SocketOption{SOL_SOCKET, SO_MARK},
    SocketOption{SOL_SOCKET, SO_PEERCRED},
    SocketOption{SOL_SOCKET, SO_PRIORITY},
    SocketOption{SOL_SOCKET, SO_PROTOCOL},
    SocketOption{SOL_SOCKET, SO_RCVBUF},
    SocketOption{SOL_SOCKET, SO_RCVBUFFORCE},
    SocketOption{SOL_SOCKET, SO_RCVLOWAT},
    SocketOption{SOL_SOCKET, SO_RCVTIMEO},
    SocketOption{SOL_SOCKET, SO_REUSEADDR},
    SocketOption{SOL_SOCKET, SO_REUSEPORT},
    SocketOption{SOL_SOCKET, SO_RXQ_OVFL},
    SocketOption{SOL_SOCKET, SO_SNDBUF},
    SocketOption{SOL_SOCKET, SO_SNDBUFFORCE},
    SocketOption{SOL_SOCKET, SO_SNDTIMEO},
    SocketOption{SOL_SOCKET, SO_TIMESTAMP},
    SocketOption{SOL_SOCKET, SO_TIMESTAMPNS},
    SocketOption{SOL_SOCKET, SO_TYPE},
    SocketOption{IPPROTO_IP, IP_ADD_MEMBERSHIP},
    SocketOption{IPPROTO_IP, IP_DROP_MEMBERSHIP},
    SocketOption{IPPROTO_IP, IP_MTU},
    SocketOption{IPPROTO_IP, IP_MTU_DISCOVER},
    SocketOption{IPPROTO_IP, IP_MULTICAST_IF},
    SocketOption{IPPROTO_IP, IP_MULTICAST_LOOP},
    SocketOption{IPPROTO_IP, IP_MULTICAST_TTL},
    SocketOption{IPPROTO_IP, IP_PKTINFO},
    SocketOption{IPPROTO_IP, IP_RECVERR},
    SocketOption{IPPROTO_IP, IP_RECVTOS},
    SocketOption{IPPROTO_IP, IP_RECVTTL},
    SocketOption{IPPROTO_IP, IP_TOS},
    SocketOption{IPPROTO_IP, IP_TTL},
    SocketOption{IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP},
    SocketOption{IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP},
    SocketOption{IPPROTO_IPV6, IPV6_MULTICAST_HOPS},
    SocketOption{IPPROTO_IPV6, IPV6_MULTICAST_IF},
    SocketOption{IPPROTO_IPV6, IPV6_MULTICAST_LOOP},
    SocketOption{IPPROTO_IPV6, IPV6_RECVPKTINFO},
    SocketOption{IPPROTO_IPV6, IPV6_TCLASS},
    SocketOption{IPPROTO_IPV6, IPV6_UNICAST_HOPS},
    SocketOption{IPPROTO_IPV6, IPV6_V6ONLY},
    SocketOption{IPPROTO_TCP, TCP_CONGESTION},
    SocketOption{IPPROTO_TCP, TCP_CORK},
    SocketOption{IPPROTO_TCP, TCP_DEFER_ACCEPT},
    SocketOption{IPPROTO_TCP, TCP_FASTOPEN},
    SocketOption{IPPROTO_TCP, TCP_INFO},
    SocketOption{IPPROTO_TCP, TCP_KEEPCNT},
    SocketOption{IPPROTO_TCP, TCP_KEEPIDLE},
    SocketOption{IPPROTO_TCP, TCP_KEEPINTVL},
    SocketOption{IPPROTO_TCP, TCP_MAXSEG},
    SocketOption{IPPROTO_TCP, TCP_NODELAY},
    SocketOption{IPPROTO_TCP, TCP_QUICKACK},
    SocketOption{IPPROTO_TCP, TCP_USER_TIMEOUT},
    SocketOption{SOL_PACKET, PACKET_ADD_MEMBERSHIP},
    SocketOption{SOL_PACKET, PACKET_AUXDATA},
    SocketOption{SOL_PACKET, PACKET_DROP_MEMBERSHIP},
    SocketOption{SOL_PACKET, PACKET_STATISTICS},
    SocketOption{SOL_NETLINK, NETLINK_ADD_MEMBERSHIP},
    SocketOption{SOL_NETLINK, NETLINK_CAP_ACK},
    SocketOption{SOL_NETLINK, NETLINK_DROP_MEMBERSHIP},
    SocketOption{SOL_NETLINK, NETLINK_EXT_ACK},
    SocketOption{SOL_NETLINK, NETLINK_GET_STRICT_CHK},
    SocketOption{SOL_NETLINK, NETLINK_NO_ENOBUFS},
    SocketOption{SOL_NETLINK, NETLINK_PKTINFO},
};

// The longest value of the table is that of TCP_INFO.
constexpr std::size_t kMost = 512;

Result<void> require_known(int level, int option) {
  if (std::ranges::find(kOptions, SocketOption{level, option}) == kOptions.end()) return Error(ENOPROTOOPT);
  return {};
}

}  // namespace

bool takes_descriptor(int level, int option) {
  return level == SOL_SOCKET && (option == SO_ATTACH_BPF || option == SO_ATTACH_REUSEPORT_EBPF);
}

Result<void> set_option(const File& socket, int level, int option, Bytes value) {
  WAGGLE_CHECK(require_known(level, option));
  if (::setsockopt(socket.host_fd(), level, option, value.data(), static_cast<socklen_t>(value.size())) != 0)
    return Error(errno);
  return {};
}

Result<ByteVector> get_option(const File& socket, int level, int option, std::size_t most) {
  WAGGLE_CHECK(require_known(level, option));
  ByteVector value(std::min(most, kMost));
  auto size = static_cast<socklen_t>(value.size());
  if (::getsockopt(socket.host_fd(), level, option, value.data(), &size) != 0) return Error(errno);
  value.resize(size);
  return value;
}

}  // namespace waggle::sys
