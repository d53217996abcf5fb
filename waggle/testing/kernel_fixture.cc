#include "waggle/testing/kernel_fixture.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/capability.h>
#include <linux/if_link.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/attach/netlink.hh"

namespace waggle::testing {

namespace {

// The first line of a file of /proc that starts with `key`, behind the key.
Result<std::string> proc_line(const std::string& path, std::string_view key) {
  WAGGLE_TRY(const ByteVector text, read_file(path, 1 << 20));
  for (const std::string_view line : split(as_text(text), '\n'))
    if (line.starts_with(key)) return std::string(line.substr(key.size()));
  return Error(ENOENT, fmt::format("{} has no line '{}'", path, key));
}

Result<std::string> cgroup2_mount() {
  WAGGLE_TRY(const ByteVector text, read_file("/proc/self/mounts", 1 << 20));
  for (const std::string_view line : split(as_text(text), '\n')) {
    const auto words = split(line, ' ');
    if (words.size() > 2 && words[2] == "cgroup2") return std::string(words[1]);
  }
  return Error(ENOENT, "no cgroup2 file system is mounted");
}

Result<void> join_cgroup(const std::string& path) {
  const UniqueFd procs(::open((path + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
  if (!procs) return errno_error(path);
  return write_all(procs.get(), as_bytes(std::to_string(::getpid())));
}

Result<void> bring_up(const std::string& interface) {
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  interface.copy(static_cast<char*>(request.ifr_name), IFNAMSIZ - 1);
  if (::ioctl(socket.get(), SIOCGIFFLAGS, &request) < 0) return errno_error(interface);
  request.ifr_flags |= IFF_UP;
  if (::ioctl(socket.get(), SIOCSIFFLAGS, &request) < 0) return errno_error(interface);
  return {};
}

// A socket that hears of every change of an interface in this namespace.
Result<UniqueFd> listen_to_links() {
  UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = RTMGRP_LINK;
  if (!socket || ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    return errno_error("listening to interfaces");
  return socket;
}

// Whether a netlink message says of the interface that it is operational (RFC 2863).
bool says_operational(Bytes message, int index) {
  constexpr std::byte kIfOperUp{6};  // of <linux/if.h>, which does not go with <net/if.h>
  constexpr std::size_t kHeaders = NLMSG_HDRLEN + sizeof(ifinfomsg);
  ifinfomsg info{};
  if (message.size() < kHeaders) return false;
  std::memcpy(&info, message.data() + NLMSG_HDRLEN, sizeof info);
  const Bytes state = bpf::find_attribute(message.subspan(kHeaders), IFLA_OPERSTATE);
  return info.ifi_index == index && !state.empty() && state.front() == kIfOperUp;
}

// Waits until an interface carries packets. Being up and "running" is not enough: the kernel
// notices the other end of the cable a little later, and drops what is sent before.
Result<void> wait_until_operational(const UniqueFd& changes, const std::string& interface) {
  const int index = static_cast<int>(if_nametoindex(interface.c_str()));
  ByteVector message(32768);
  for (;;) {
    const ssize_t size = ::recv(changes.get(), message.data(), message.size(), 0);
    if (size < 0) return errno_error("waiting for " + interface);
    if (says_operational(Bytes(message).first(static_cast<std::size_t>(size)), index)) return {};
  }
}

}  // namespace

std::string testdata(std::string_view name) {
  const char* const root = std::getenv("WAGGLE_TESTDATA");
  return fmt::format("{}/{}", root != nullptr ? root : WAGGLE_BUILD_DIR "/testdata", name);
}

bool has_capability(int capability) {
  const Result<std::string> set = proc_line("/proc/self/status", "CapEff:\t");
  return set.ok() && ((std::strtoull(set->c_str(), nullptr, 16) >> capability) & 1) != 0;
}

void KernelTest::SetUp() {
  if (!has_capability(CAP_SYS_ADMIN)) GTEST_SKIP() << "needs CAP_SYS_ADMIN (BPF programs, own namespaces)";
}

Result<OwnCgroup> OwnCgroup::enter() {
  WAGGLE_TRY(const std::string mount, cgroup2_mount());
  WAGGLE_TRY(const std::string former, proc_line("/proc/self/cgroup", "0::"));
  std::string path = fmt::format("{}/waggle-test-{}", mount, ::getpid());
  if (::mkdir(path.c_str(), 0755) < 0) return errno_error(path);
  OwnCgroup cgroup(std::move(path), mount + former);
  WAGGLE_CHECK(join_cgroup(cgroup.path()));
  return cgroup;
}

OwnCgroup::OwnCgroup(OwnCgroup&& other) noexcept
    : path_(std::exchange(other.path_, {})), former_(std::move(other.former_)) {}

OwnCgroup::~OwnCgroup() {
  if (path_.empty()) return;
  const Result<void> back = join_cgroup(former_);
  EXPECT_TRUE(back.ok()) << "leaving " << path_;
  EXPECT_EQ(::rmdir(path_.c_str()), 0) << path_;
}

Result<OwnNetns> OwnNetns::enter() {
  UniqueFd former(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!former) return errno_error("/proc/thread-self/ns/net");
  if (::unshare(CLONE_NEWNET) < 0) return errno_error("unshare(CLONE_NEWNET)");
  OwnNetns netns(std::move(former));
  WAGGLE_CHECK(bring_up("lo"));
  return netns;
}

OwnNetns::~OwnNetns() {
  if (!former_) return;
  EXPECT_EQ(::setns(former_.get(), CLONE_NEWNET), 0);
}

Result<void> make_interface_pair(std::string_view kind, const std::string& one, const std::string& other) {
  // Both kinds describe the second interface in attribute 1 of their data: an ifinfomsg with
  // attributes of its own (VETH_INFO_PEER, IFLA_NETKIT_PEER_INFO of <linux/if_link.h>).
  bpf::NetlinkRequest request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, ifinfomsg{});
  request.attribute(IFLA_IFNAME, one);
  const std::size_t info = request.begin(IFLA_LINKINFO);
  request.attribute(IFLA_INFO_KIND, std::string(kind));
  const std::size_t data = request.begin(IFLA_INFO_DATA);
  const std::size_t peer = request.begin(VETH_INFO_PEER);
  request.nested_header(ifinfomsg{});
  request.attribute(IFLA_IFNAME, other);
  request.end(peer);
  request.end(data);
  request.end(info);
  WAGGLE_TRY(auto answers, bpf::netlink_exchange(std::move(request)));
  static_cast<void>(answers);
  // `other` finds a running cable when it comes up; `one` learns of it later.
  WAGGLE_TRY(const UniqueFd changes, listen_to_links());
  WAGGLE_CHECK(bring_up(one));
  WAGGLE_CHECK(bring_up(other));
  return wait_until_operational(changes, one);
}

}  // namespace waggle::testing
