#include "waggle/testing/traffic.hh"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string_view>

namespace waggle::testing {

namespace {

constexpr std::string_view kMessage = "waggle";
constexpr std::uint16_t kProtocol = 0x88b5;  // IEEE 802, "local experimental"

struct Address {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

template <class Sockaddr>
Address address_of(const Sockaddr& native) {
  Address address;
  std::memcpy(&address.storage, &native, sizeof native);
  address.size = sizeof native;
  return address;
}

// The loopback address with a port of the kernel's choosing; for AF_UNIX "autobind", which gives
// an abstract name.
Address any_local(int family) {
  if (family == AF_UNIX) {
    Address address = address_of(sockaddr_un{.sun_family = AF_UNIX, .sun_path = {}});
    address.size = sizeof(sa_family_t);
    return address;
  }
  if (family == AF_INET) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address_of(in);
  }
  sockaddr_in6 in6{};
  in6.sin6_family = AF_INET6;
  in6.sin6_addr = in6addr_loopback;
  return address_of(in6);
}

UniqueFd make_socket(int family, int type, int protocol = 0) {
  UniqueFd socket(::socket(family, type | SOCK_CLOEXEC, protocol));
  EXPECT_TRUE(socket) << std::strerror(errno);
  return socket;
}

Address bind_local(int socket, int family) {
  Address address = any_local(family);
  EXPECT_EQ(::bind(socket, address.get(), address.size), 0) << std::strerror(errno);
  address.size = sizeof address.storage;
  EXPECT_EQ(::getsockname(socket, address.get(), &address.size), 0);
  return address;
}

void receive_message(int socket) {
  std::array<char, 64> buffer{};
  Address from;
  const ssize_t size = ::recvfrom(socket, buffer.data(), buffer.size(), 0, from.get(), &from.size);
  EXPECT_EQ(size, static_cast<ssize_t>(kMessage.size())) << std::strerror(errno);
}

void ask_names_and_options(int socket) {
  Address name;
  EXPECT_EQ(::getsockname(socket, name.get(), &name.size), 0);
  Address peer;
  EXPECT_EQ(::getpeername(socket, peer.get(), &peer.size), 0);
  int value = 1;
  socklen_t size = sizeof value;
  EXPECT_EQ(::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &value, size), 0);
  EXPECT_EQ(::getsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &value, &size), 0);
}

void send_datagram(int family, bool connected) {
  const UniqueFd receiver = make_socket(family, SOCK_DGRAM);
  Address to = bind_local(receiver.get(), family);
  const UniqueFd sender = make_socket(family, SOCK_DGRAM);
  bind_local(sender.get(), family);
  if (connected) {
    EXPECT_EQ(::connect(sender.get(), to.get(), to.size), 0) << std::strerror(errno);
    ask_names_and_options(sender.get());
    EXPECT_GT(::send(sender.get(), kMessage.data(), kMessage.size(), 0), 0) << std::strerror(errno);
  } else {
    EXPECT_GT(::sendto(sender.get(), kMessage.data(), kMessage.size(), 0, to.get(), to.size), 0)
        << std::strerror(errno);
  }
  receive_message(receiver.get());
}

sockaddr_ll link_address(const std::string& interface) {
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(kProtocol);
  address.sll_ifindex = static_cast<int>(if_nametoindex(interface.c_str()));
  address.sll_halen = 6;
  std::memset(static_cast<void*>(address.sll_addr), 0xff, 6);  // broadcast
  return address;
}

}  // namespace

TcpPair connect_tcp(int family, const std::string& congestion) {
  const UniqueFd listener = make_socket(family, SOCK_STREAM);
  Address address = bind_local(listener.get(), family);
  EXPECT_EQ(::listen(listener.get(), 1), 0);
  TcpPair pair;
  pair.client = make_socket(family, SOCK_STREAM);
  if (!congestion.empty())
    static_cast<void>(::setsockopt(pair.client.get(), IPPROTO_TCP, TCP_CONGESTION, congestion.data(),
                                   static_cast<socklen_t>(congestion.size())));
  EXPECT_EQ(::connect(pair.client.get(), address.get(), address.size), 0) << std::strerror(errno);
  pair.server = UniqueFd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  EXPECT_TRUE(pair.server) << std::strerror(errno);
  return pair;
}

void send_tcp(const TcpPair& pair) {
  EXPECT_GT(::send(pair.client.get(), kMessage.data(), kMessage.size(), MSG_NOSIGNAL), 0) << std::strerror(errno);
  receive_message(pair.server.get());
}

void send_udp(int family, bool connected) { send_datagram(family, connected); }
void send_unix(bool connected) { send_datagram(AF_UNIX, connected); }

void send_frame(const std::string& from, const std::string& to) {
  sockaddr_ll source = link_address(from);
  sockaddr_ll destination = link_address(to);
  const UniqueFd receiver = make_socket(AF_PACKET, SOCK_DGRAM);
  EXPECT_EQ(::bind(receiver.get(), reinterpret_cast<sockaddr*>(&destination), sizeof destination), 0);
  const UniqueFd sender = make_socket(AF_PACKET, SOCK_DGRAM);
  std::array<char, 64> frame{};  // as long as Ethernet wants at least
  EXPECT_EQ(::sendto(sender.get(), frame.data(), frame.size(), 0, reinterpret_cast<sockaddr*>(&source), sizeof source),
            static_cast<ssize_t>(frame.size()))
      << std::strerror(errno);
  EXPECT_EQ(::recv(receiver.get(), frame.data(), frame.size(), 0), static_cast<ssize_t>(frame.size()));
}

void send_hashed_udp() {
  const UniqueFd watcher = make_socket(AF_PACKET, SOCK_DGRAM, htons(0x0800));
  const int group = (PACKET_FANOUT_HASH << 16) | (::getpid() & 0xffff);
  EXPECT_EQ(::setsockopt(watcher.get(), SOL_PACKET, PACKET_FANOUT, &group, sizeof group), 0) << std::strerror(errno);
  send_udp(AF_INET, false);
  std::array<char, 256> packet{};
  EXPECT_GT(::recv(watcher.get(), packet.data(), packet.size(), 0), 0);
}

}  // namespace waggle::testing
