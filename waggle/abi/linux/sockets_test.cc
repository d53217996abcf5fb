#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <linux/netlink.h>
#include <linux/perf_event.h>

#include "waggle/abi/linux/calls_test.hh"

namespace waggle::abi::linux {
namespace {

using ::testing::HasSubstr;
using enum policy::Grant;

class Sockets : public Calls {
 protected:
  Sockets() { start(sockets_inet | sockets_unix); }

  // A loopback address with this port, put into memory.
  std::vector<std::int64_t> loopback(std::int64_t fd, std::uint16_t port) {
    const sockaddr_in address{
        .sin_family = AF_INET, .sin_port = port, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    return {fd, put(kIn, address), sizeof address};
  }
  std::vector<std::int64_t> path(std::int64_t fd, std::string_view name) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    std::memcpy(address.sun_path, name.data(), name.size());
    return {fd, put(kIn, address), static_cast<std::int64_t>(offsetof(sockaddr_un, sun_path) + name.size() + 1)};
  }
  // What the address call of this name gives: its bytes.
  std::int64_t ask_address(std::string_view name, std::int64_t fd) {
    put(kOut2, std::uint32_t{128});
    EXPECT_EQ(call(name, {fd, kOut, kOut2}), 0) << name;
    return get<std::uint32_t>(kOut2);
  }
  // A listening socket on a free port, and the port.
  std::pair<std::int64_t, std::uint16_t> listening() {
    const std::int64_t fd = call("socket", {AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0});
    EXPECT_EQ(call("bind", loopback(fd, 0)), 0);
    EXPECT_EQ(call("listen", {fd, 1}), 0);
    EXPECT_EQ(ask_address("getsockname", fd), 16);
    return {fd, get<sockaddr_in>(kOut).sin_port};
  }
};

TEST_F(Calls, EveryFamilyNeedsItsGrant) {
  struct Family {
    int family, type;
    std::string grant;
  };
  for (const auto& [family, type, grant] :
       {Family{AF_INET, SOCK_STREAM, "sockets-inet"}, Family{AF_INET6, SOCK_DGRAM, "sockets-inet"},
        Family{AF_UNIX, SOCK_STREAM, "sockets-unix"}, Family{AF_PACKET, SOCK_RAW, "sockets-packet"},
        Family{AF_NETLINK, SOCK_RAW, "sockets-netlink"}}) {
    EXPECT_EQ(call("socket", {family, type, 0}), -EPERM) << family;
    EXPECT_THAT(host_->log.text, HasSubstr("refused linux.socket: not granted: " + grant));
  }
  EXPECT_EQ(call("socket", {AF_BLUETOOTH, SOCK_STREAM, 0}), -EAFNOSUPPORT);
  EXPECT_EQ(call("socketpair", {AF_UNIX, SOCK_STREAM, 0, kOut}), -EPERM);
  EXPECT_EQ(host_->descriptors.size(), 3u);
}

TEST_F(Sockets, RawPacketsNeedMoreThanInet) {
  EXPECT_EQ(call("socket", {AF_INET, SOCK_RAW, IPPROTO_ICMP}), -EPERM);
  EXPECT_THAT(host_->log.text, HasSubstr("sockets-packet"));
}

TEST_F(Sockets, AConnectionOverLoopback) {
  const auto [server, port] = listening();
  const std::int64_t client = call("socket", {AF_INET, SOCK_STREAM, 0});
  ASSERT_EQ(call("connect", loopback(client, port)), 0);
  put(kOut2, std::uint32_t{128});
  const std::int64_t peer = call("accept4", {server, kOut, kOut2, SOCK_CLOEXEC});
  ASSERT_EQ(peer, 5);
  EXPECT_EQ(get<sockaddr_in>(kOut).sin_family, AF_INET);
  EXPECT_EQ(ask_address("getpeername", client), 16);
  EXPECT_EQ(get<sockaddr_in>(kOut).sin_port, port);

  EXPECT_EQ(write(client, "ping"), 4);
  EXPECT_EQ(read(peer), "ping");
  EXPECT_EQ(call("sendto", {peer, text("pong", kBuffer), 4, 0, 0, 0}), 4);
  EXPECT_EQ(call("recvfrom", {client, kOut, 100, MSG_PEEK, 0, 0}), 4);
  EXPECT_EQ(call("recvfrom", {client, kOut, 100, 0, 0, 0}), 4);
  EXPECT_EQ(text_at(kOut, 4), "pong");
  EXPECT_EQ(call("recvfrom", {client, kOut, 100, MSG_DONTWAIT, 0, 0}), -EAGAIN);
  EXPECT_EQ(call("recvfrom", {client, kOut, 100, 0x8000000, 0, 0}), -EINVAL);
  EXPECT_EQ(call("shutdown", {client, SHUT_WR}), 0);
  EXPECT_EQ(read(peer), "");
  EXPECT_EQ(call("close", {client}), 0);
}

TEST_F(Sockets, WhatIsNotASocketIsNone) {
  EXPECT_EQ(call("listen", {0, 1}), -ENOTSOCK);
  EXPECT_EQ(call("bind", loopback(0, 0)), -ENOTSOCK);
  EXPECT_EQ(call("connect", loopback(0, 0)), -ENOTSOCK);
  EXPECT_EQ(call("accept4", {0, 0, 0, 0}), -ENOTSOCK);
  EXPECT_EQ(call("sendto", {1, kBuffer, 1, 0, 0, 0}), -ENOTSOCK);
  EXPECT_EQ(call("shutdown", {50, SHUT_WR}), -EBADF);
}

TEST_F(Sockets, ARefusedConnectionIsToldAtOnce) {
  const auto [server, port] = listening();
  ASSERT_EQ(call("close", {server}), 0);
  const std::int64_t client = call("socket", {AF_INET, SOCK_STREAM, 0});
  EXPECT_EQ(call("connect", loopback(client, port)), -ECONNREFUSED);
}

TEST_F(Sockets, WaitsEndByTheirOwnTimeAndBySignal) {
  const auto [server, port] = listening();
  put(kIn + 64, timeval{.tv_sec = 0, .tv_usec = 1000});
  ASSERT_EQ(call("setsockopt", {server, SOL_SOCKET, SO_RCVTIMEO, kIn + 64, 16}), 0);
  EXPECT_EQ(call("accept4", {server, 0, 0, 0}), -EAGAIN);
  put(kIn + 64, timeval{});
  ASSERT_EQ(call("setsockopt", {server, SOL_SOCKET, SO_RCVTIMEO, kIn + 64, 16}), 0);
  handle(SIGINT);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGINT));
  EXPECT_EQ(call("accept4", {server, 0, 0, 0}), -EINTR);
}

TEST_F(Sockets, OptionsOfTheTable) {
  const std::int64_t fd = call("socket", {AF_INET, SOCK_STREAM, 0});
  EXPECT_EQ(call("setsockopt", {fd, IPPROTO_TCP, TCP_NODELAY, put(kIn, 1), 4}), 0);
  put(kOut2, std::uint32_t{4});
  EXPECT_EQ(call("getsockopt", {fd, IPPROTO_TCP, TCP_NODELAY, kOut, kOut2}), 0);
  EXPECT_EQ(get<int>(kOut), 1);
  EXPECT_EQ(get<std::uint32_t>(kOut2), 4u);
  constexpr int kReplaceRules = 64;  // IPT_SO_SET_REPLACE: the host's packet filter
  EXPECT_EQ(call("setsockopt", {fd, IPPROTO_IP, kReplaceRules, kIn, 64}), -ENOPROTOOPT);
  EXPECT_EQ(call("setsockopt", {fd, SOL_SOCKET, SO_ATTACH_FILTER, kIn, 16}), -ENOPROTOOPT);
  EXPECT_EQ(call("setsockopt", {fd, SOL_SOCKET, SO_ATTACH_BPF, put(kIn, 77), 4}), -EBADF);
  EXPECT_EQ(call("setsockopt", {fd, SOL_SOCKET, SO_ATTACH_BPF, put(kIn, 0), 4}), -EINVAL) << "no program";
  EXPECT_EQ(call("getsockopt", {fd, SOL_SOCKET, SO_TYPE, kOut, 0}), -EFAULT);
}

TEST_F(Sockets, PathsOfUnixSocketsAreTheGuests) {
  const std::int64_t server = call("socket", {AF_UNIX, SOCK_STREAM, 0});
  ASSERT_EQ(call("bind", path(server, "/tree/server")), 0);
  EXPECT_TRUE(std::filesystem::is_socket(base_ / "server"));
  EXPECT_EQ(ask_address("getsockname", server), 2) << "the path of the host is not told";
  ASSERT_EQ(call("listen", {server, 1}), 0);
  const std::int64_t client = call("socket", {AF_UNIX, SOCK_STREAM, 0});
  EXPECT_EQ(call("connect", path(client, "/run/dbus/system_bus_socket")), -ENOENT);
  EXPECT_EQ(call("connect", path(client, "/tree/../server")), -EPERM);
  EXPECT_EQ(call("connect", path(client, "/tree/server")), 0);
  EXPECT_EQ(ask_address("getpeername", client), 2);
  const std::int64_t other = call("socket", {AF_UNIX, SOCK_STREAM, 0});
  EXPECT_EQ(call("bind", path(other, "/proc/server")), -EROFS);
  EXPECT_EQ(call("bind", path(other, "/tree/server")), -EADDRINUSE);
}

TEST_F(Sockets, MessagesInParts) {
  ASSERT_EQ(call("socketpair", {AF_UNIX, SOCK_DGRAM, 0, kOut}), 0);
  const auto [one, two] = get<Pair>(kOut);
  using Record = VectorRecord<std::uint64_t>;
  text("abcdef", kBuffer);
  put(kIn, Record{kBuffer, 2});
  put(kIn + 16, Record{kBuffer + 4, 2});
  MessageHeader header{};
  header.vectors = kIn;
  header.vector_count = 2;
  EXPECT_EQ(call("sendmsg", {one, put(kIn + 64, header), 0}), 4);
  put(kIn, Record{kOut, 3});
  put(kIn + 16, Record{kOut2, 100});
  header.name = kIn + 512;
  header.name_length = 128;
  EXPECT_EQ(call("recvmsg", {two, put(kIn + 64, header), 0}), 4);
  EXPECT_EQ(text_at(kOut, 3) + text_at(kOut2, 1), "abef");
  EXPECT_EQ(get<MessageHeader>(kIn + 64).name_length, 0) << "an unnamed sender";
  header.vectors = (std::uint64_t{1} << 32) + kIn;
  EXPECT_EQ(call("sendmsg", {one, put(kIn + 64, header), 0}), -EFAULT);
  EXPECT_EQ(call("recvmsg", {two, put(kIn + 64, header), 0}), -EFAULT);
  header.vectors = kIn;
  header.control = ~std::uint64_t{0} - 8;
  header.control_length = 16;
  EXPECT_EQ(call("sendmsg", {one, put(kIn + 64, header), 0}), -EFAULT);
  EXPECT_EQ(call("recvmsg", {two, put(kIn + 64, header), 0}), -EFAULT);
}

TEST_F(Sockets, NoDescriptorsPassThroughThem) {
  ASSERT_EQ(call("socketpair", {AF_UNIX, SOCK_DGRAM, 0, kOut}), 0);
  const auto [one, two] = get<Pair>(kOut);
  struct Control {
    std::uint64_t length = 20;
    std::int32_t level = SOL_SOCKET;
    std::int32_t type = SCM_RIGHTS;
    std::int32_t fd = 0;
    std::int32_t unused = 0;
  };
  put(kIn, VectorRecord<std::uint64_t>{kBuffer, 1});
  put(kIn + 256, Control{});
  MessageHeader header{};
  header.vectors = kIn;
  header.vector_count = 1;
  header.control = kIn + 256;
  header.control_length = sizeof(Control);
  EXPECT_EQ(call("sendmsg", {one, put(kIn + 64, header), 0}), -EPERM);

  // From a sender that is no guest.
  const auto sender = host_->descriptors.get(one).value();
  char byte = 'x';
  iovec vector{&byte, 1};
  Control control{};
  msghdr message{};
  message.msg_iov = &vector;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  ASSERT_EQ(::sendmsg(sender->host_fd(), &message, 0), 1);
  const auto open_files = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
  };
  const auto before = open_files();
  EXPECT_EQ(call("recvmsg", {two, put(kIn + 64, header), 0}), 1);
  EXPECT_EQ(open_files(), before);
  EXPECT_EQ(get<MessageHeader>(kIn + 64).control_length, 0u);
  EXPECT_NE(get<MessageHeader>(kIn + 64).flags & MSG_CTRUNC, 0u);
}

TEST_F(Sockets, DatagramsTellTheirSender) {
  const std::int64_t one = call("socket", {AF_INET, SOCK_DGRAM, 0});
  const std::int64_t two = call("socket", {AF_INET, SOCK_DGRAM, 0});
  ASSERT_EQ(call("bind", loopback(one, 0)), 0);
  ask_address("getsockname", one);
  const std::uint16_t port = get<sockaddr_in>(kOut).sin_port;
  const auto to = loopback(two, port);
  EXPECT_EQ(call("sendto", {two, text("hi", kBuffer), 2, 0, to[1], to[2]}), 2);
  put(kOut2, std::uint32_t{8});
  EXPECT_EQ(call("recvfrom", {one, kBuffer, 100, 0, kOut, kOut2}), 2);
  EXPECT_EQ(get<std::uint32_t>(kOut2), 16u) << "cut to its room, and told how long it is";
  EXPECT_EQ(get<sockaddr_in>(kOut).sin_family, AF_INET);
  sockaddr_nl netlink{};
  netlink.nl_family = AF_NETLINK;
  EXPECT_EQ(call("sendto", {two, kBuffer, 2, 0, put(kIn, netlink), sizeof netlink}), -EPERM);
}

TEST_F(Sockets, InterfacesHaveNumbers) {
  const std::int64_t fd = call("socket", {AF_UNIX, SOCK_DGRAM, 0});
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", 3);
  ASSERT_EQ(call("ioctl", {fd, SIOCGIFINDEX, put(kOut, request)}), 0);
  EXPECT_EQ(get<ifreq>(kOut).ifr_ifindex, static_cast<int>(::if_nametoindex("lo")));
  ASSERT_EQ(call("ioctl", {fd, SIOCGIFNAME, kOut}), 0);
  EXPECT_STREQ(get<ifreq>(kOut).ifr_name, "lo");
  EXPECT_EQ(call("ioctl", {fd, SIOCSIFFLAGS, kOut}), -ENOTTY);
}

class PerfEvents : public Calls {
 protected:
  PerfEvents() { start(perf_events); }
  static perf_event_attr counter() {
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.config = PERF_COUNT_SW_TASK_CLOCK;
    attributes.disabled = 1;
    return attributes;
  }
  std::int64_t open_event(const perf_event_attr& attributes, std::int64_t group = -1, std::int64_t flags = 0) {
    return call("perf_event_open", {put(kIn, attributes), 0, -1, group, flags});
  }
};

TEST_F(PerfEvents, ACounterIsEnabledAndRead) {
  const std::int64_t fd = open_event(counter());
  if (fd == -EACCES || fd == -EPERM) GTEST_SKIP() << "needs CAP_PERFMON";
  ASSERT_EQ(fd, 3);
  EXPECT_EQ(call("ioctl", {fd, PERF_EVENT_IOC_ENABLE, 0}), 0);
  ASSERT_EQ(call("read", {fd, kBuffer, 8}), 8);
  EXPECT_GT(get<std::uint64_t>(kBuffer), 0u);
  EXPECT_EQ(call("ioctl", {fd, PERF_EVENT_IOC_DISABLE, 0}), 0);
  EXPECT_EQ(call("ioctl", {fd, PERF_EVENT_IOC_RESET, 0}), 0);
  ASSERT_EQ(call("read", {fd, kBuffer, 8}), 8);
  EXPECT_EQ(get<std::uint64_t>(kBuffer), 0u);
  EXPECT_EQ(call("ioctl", {fd, PERF_EVENT_IOC_SET_BPF, 99}), -EBADF);
  EXPECT_LT(call("ioctl", {fd, PERF_EVENT_IOC_SET_BPF, 0}), 0) << "a pipe is no program";
  EXPECT_EQ(call("ioctl", {fd, PERF_EVENT_IOC_SET_FILTER, kIn}), -ENOTTY);
  EXPECT_EQ(open_event(counter(), fd), 4) << "in a group";
  EXPECT_EQ(call("write", {fd, kBuffer, 8}), -EINVAL);
}

class PerfEventsByDefault : public PerfEvents {
 protected:
  PerfEventsByDefault() { start({}); }
};

TEST_F(PerfEventsByDefault, AreThoseThatRunPrograms) {
  perf_event_attr attributes = counter();
  EXPECT_EQ(open_event(attributes), -EPERM) << "it would only count";
  EXPECT_THAT(host_->log.text, HasSubstr("not granted: perf-events"));
  attributes.freq = 1;
  attributes.sample_freq = 99;
  const std::int64_t fd = open_event(attributes);
  if (fd == -EACCES) GTEST_SKIP() << "needs CAP_PERFMON";
  EXPECT_EQ(fd, 3);
  attributes.sample_type = PERF_SAMPLE_IP;
  EXPECT_EQ(open_event(attributes), -EPERM) << "its samples would tell addresses";
  attributes.sample_type = 0;
  attributes.mmap = 1;
  EXPECT_EQ(open_event(attributes), -EPERM) << "its ring would tell of mappings";
  attributes.mmap = 0;
  attributes.type = PERF_TYPE_BREAKPOINT;
  EXPECT_EQ(open_event(attributes), -EPERM) << "it watches an address";
}

TEST_F(PerfEvents, WhatReachesWaggleIsRefused) {
  perf_event_attr attributes = counter();
  attributes.type = 9;  // a probe's number, as sysfs gives it
  EXPECT_EQ(open_event(attributes), -EPERM);
  attributes = counter();
  attributes.sigtrap = 1;
  EXPECT_EQ(open_event(attributes), -EPERM);
  EXPECT_EQ(open_event(counter(), 0), -EBADF) << "a pipe is no group";
  EXPECT_EQ(open_event(counter(), -1, 0x100), -EINVAL);
  attributes = counter();
  attributes.size = 5000;
  EXPECT_EQ(open_event(attributes), -E2BIG);
  attributes.size = 10;
  EXPECT_EQ(open_event(attributes), -EINVAL);
  attributes.size = sizeof attributes + 8;
  put(kIn + static_cast<std::int64_t>(sizeof attributes), std::uint64_t{1});
  EXPECT_EQ(open_event(attributes), -E2BIG) << "what nobody here knows";
  EXPECT_EQ(call("perf_event_open", {kEnd - 63, 0, -1, -1, 0}), -EFAULT);
}

}  // namespace
}  // namespace waggle::abi::linux
