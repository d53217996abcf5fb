// Programs of a cgroup, each in a cgroup and a network namespace of the test's own.
#include <fcntl.h>

#include "waggle/bpf/attach/contract/link_contract.hh"
#include "waggle/testing/traffic.hh"

namespace waggle::bpf {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

constexpr const char* kObject = "cgroup.bpf.o";

class KernelCgroupLink : public KernelLink {
 protected:
  void SetUp() override {
    KernelLink::SetUp();
    if (IsSkipped()) return;
    auto cgroup = testing::OwnCgroup::enter();
    ASSERT_THAT(cgroup, IsOk());
    cgroup_.emplace(std::move(cgroup).value());
    auto netns = testing::OwnNetns::enter();
    ASSERT_THAT(netns, IsOk());
    netns_.emplace(std::move(netns).value());
  }
  void check_contract_here() {
    const LinkCase& row = GetParam();
    auto loaded = LoadedPrograms::load(row.file, {row.program});
    if (!loaded.ok() && row.absent != 0 && loaded.error().code() == row.absent)
      GTEST_SKIP() << loaded.error().message();
    ASSERT_THAT(loaded, IsOk());
    keeps_contract(*loaded, row.program, cgroup_->path(), row.cause);
  }
  std::optional<testing::OwnCgroup> cgroup_;
  std::optional<testing::OwnNetns> netns_;
};

TEST_P(KernelCgroupLink, KeepsContract) { check_contract_here(); }

template <int Family, bool Connected>
void udp() {
  testing::send_udp(Family, Connected);
}
template <bool Connected>
void unix_datagram() {
  testing::send_unix(Connected);
}
void tcp() { testing::send_tcp(testing::connect_tcp(AF_INET)); }
void read_file_of(const char* path) {
  const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
  char byte = 0;
  EXPECT_GE(::read(file.get(), &byte, 1), 0) << path;
}
void read_sysctl() { read_file_of("/proc/sys/kernel/ostype"); }
void read_device() { read_file_of("/dev/null"); }

const LinkCase kCgroup[] = {
    {"SkbIngress", kObject, "on_skb_ingress", "", udp<AF_INET, false>},
    {"SkbEgress", kObject, "on_skb_egress", "", udp<AF_INET, false>},
    {"SockCreate", kObject, "on_sock_create", "", udp<AF_INET, false>},
    {"SockRelease", kObject, "on_sock_release", "", udp<AF_INET, false>},
    {"PostBind4", kObject, "on_post_bind4", "", udp<AF_INET, false>},
    {"PostBind6", kObject, "on_post_bind6", "", udp<AF_INET6, false>},
    {"Bind4", kObject, "on_bind4", "", udp<AF_INET, false>},
    {"Bind6", kObject, "on_bind6", "", udp<AF_INET6, false>},
    {"Connect4", kObject, "on_connect4", "", udp<AF_INET, true>},
    {"Connect6", kObject, "on_connect6", "", udp<AF_INET6, true>},
    {"ConnectUnix", kObject, "on_connect_unix", "", unix_datagram<true>},
    {"Sendmsg4", kObject, "on_sendmsg4", "", udp<AF_INET, false>},
    {"Sendmsg6", kObject, "on_sendmsg6", "", udp<AF_INET6, false>},
    {"SendmsgUnix", kObject, "on_sendmsg_unix", "", unix_datagram<false>},
    {"Recvmsg4", kObject, "on_recvmsg4", "", udp<AF_INET, false>},
    {"Recvmsg6", kObject, "on_recvmsg6", "", udp<AF_INET6, false>},
    {"RecvmsgUnix", kObject, "on_recvmsg_unix", "", unix_datagram<false>},
    {"Getpeername4", kObject, "on_getpeername4", "", udp<AF_INET, true>},
    {"Getpeername6", kObject, "on_getpeername6", "", udp<AF_INET6, true>},
    {"GetpeernameUnix", kObject, "on_getpeername_unix", "", unix_datagram<true>},
    {"Getsockname4", kObject, "on_getsockname4", "", udp<AF_INET, true>},
    {"Getsockname6", kObject, "on_getsockname6", "", udp<AF_INET6, true>},
    {"GetsocknameUnix", kObject, "on_getsockname_unix", "", unix_datagram<true>},
    {"Getsockopt", kObject, "on_getsockopt", "", udp<AF_INET, true>},
    {"Setsockopt", kObject, "on_setsockopt", "", udp<AF_INET, true>},
    {"Sysctl", kObject, "on_sysctl", "", read_sysctl},
    {"Device", kObject, "on_device", "", read_device},
    {"SockOps", kObject, "on_sockops", "", tcp},
    {"LsmCgroup", "trampoline.bpf.o", "may_bind", "", udp<AF_INET, false>, EPERM},
};

INSTANTIATE_TEST_SUITE_P(Kinds, KernelCgroupLink, ::testing::ValuesIn(kCgroup), case_name);

class KernelCgroup : public testing::KernelTest {};

TEST_F(KernelCgroup, OnlyCgroup2DirectoriesAreTargets) {
  auto loaded = LoadedPrograms::load(kObject, {"on_sock_create"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->attach("on_sock_create", "/tmp"), FailsSaying("not a directory of a cgroup2 mount"));
  EXPECT_THAT(loaded->attach("on_sock_create", "/no/such/cgroup"), IsErrno(ENOENT));
  EXPECT_THAT(loaded->attach("on_sock_create", "/etc/passwd"), IsErrno(ENOTDIR));
  EXPECT_THAT(loaded->attach("on_sock_create", std::nullopt), FailsSaying("CGROUP_PATH"));
}

}  // namespace
}  // namespace waggle::bpf
