// Programs of interfaces and network namespaces, each in a namespace of the test's own.
#include <fmt/format.h>

#include "waggle/bpf/attach/contract/link_contract.hh"
#include "waggle/testing/traffic.hh"

namespace waggle::bpf {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

constexpr const char* kObject = "network.bpf.o";

void frame_to_one() { testing::send_frame("two", "one"); }
void frame_from_one() { testing::send_frame("one", "two"); }
void udp_over_lo() { testing::send_udp(AF_INET, false); }
void tcp_over_lo() { testing::send_tcp(testing::connect_tcp(AF_INET)); }

// A namespace with the interfaces "one" and "two", ends of one cable.
class KernelNetworkLink : public KernelLink {
 protected:
  void SetUp() override {
    KernelLink::SetUp();
    if (IsSkipped()) return;
    auto entered = testing::OwnNetns::enter();
    ASSERT_THAT(entered, IsOk());
    netns_.emplace(std::move(entered).value());
    ASSERT_THAT(testing::make_interface_pair("veth", "one", "two"), IsOk());
  }
  std::optional<testing::OwnNetns> netns_;
};

TEST_P(KernelNetworkLink, KeepsContract) { check_contract(); }

const LinkCase kNetwork[] = {
    {"Xdp", kObject, "on_xdp", "one", frame_to_one},
    {"XdpSkb", kObject, "on_xdp", "one,mode=skb", frame_to_one},
    {"XdpDriver", kObject, "on_xdp", "one,mode=drv", frame_to_one},
    {"XdpLoopback", kObject, "on_xdp", "lo,mode=skb", udp_over_lo},
    {"TcIngress", kObject, "on_tc", "one:ingress", frame_to_one},
    {"TcEgress", kObject, "on_tc", "one:egress", frame_from_one},
    {"TcFirst", kObject, "on_tc", "one:ingress,first", frame_to_one},
    {"TcLast", kObject, "on_tc", "one:ingress,last", frame_to_one},
    {"TcLegacyIngress", kObject, "on_tc", "one:ingress,prio=7", frame_to_one},
    {"TcLegacyEgress", kObject, "on_tc", "one:egress,prio=65535", frame_from_one},
    {"Tcx", kObject, "on_tcx", "one:ingress", frame_to_one},
    {"TcxSectionOnLegacy", kObject, "on_tcx", "one:ingress,prio=1", frame_to_one},
    {"SocketFilter", kObject, "on_socket", "lo", udp_over_lo},
    {"Netfilter", kObject, "on_netfilter", "pf=ipv4,hook=local_out,prio=-10", udp_over_lo},
    {"NetfilterDefrag", kObject, "on_netfilter", "pf=ipv4,hook=prerouting,prio=100,defrag", udp_over_lo},
    {"SkLookup", kObject, "on_lookup", "/proc/thread-self/ns/net", tcp_over_lo},
    {"FlowDissector", kObject, "on_flow", "/proc/thread-self/ns/net", testing::send_hashed_udp},
};

INSTANTIATE_TEST_SUITE_P(Kinds, KernelNetworkLink, ::testing::ValuesIn(kNetwork), case_name);

class KernelNetwork : public testing::KernelTest {
 protected:
  void SetUp() override {
    KernelTest::SetUp();
    if (IsSkipped()) return;
    auto entered = testing::OwnNetns::enter();
    ASSERT_THAT(entered, IsOk());
    netns_.emplace(std::move(entered).value());
  }
  std::optional<testing::OwnNetns> netns_;
};

TEST_F(KernelNetwork, NetkitKeepsContract) {
  const auto made = testing::make_interface_pair("netkit", "one", "two");
  if (!made.ok() && made.error().code() == EOPNOTSUPP) GTEST_SKIP() << "the kernel is without CONFIG_NETKIT";
  ASSERT_THAT(made, IsOk());
  auto loaded = LoadedPrograms::load(kObject, {"on_netkit"});
  ASSERT_THAT(loaded, IsOk());
  keeps_contract(*loaded, "on_netkit", "one:primary", frame_from_one);
  keeps_contract(*loaded, "on_netkit", "one:peer", frame_to_one);
}

TEST_F(KernelNetwork, NetkitProgramOnAnotherDeviceIsExplained) {
  auto loaded = LoadedPrograms::load(kObject, {"on_netkit"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->attach("on_netkit", "lo:primary"), FailsSaying("no netkit device"));
}

// Two programs on one hook: the one that ends the list decides whether the other runs.
TEST_F(KernelNetwork, TcxPositionsOrderPrograms) {
  auto loaded = LoadedPrograms::load(kObject, {"on_tc", "ends_list"});
  ASSERT_THAT(loaded, IsOk());
  const auto ends = loaded->attach("ends_list", "lo:ingress");
  ASSERT_THAT(ends, IsOk());
  bpf_prog_info info{};
  std::uint32_t size = sizeof info;
  ASSERT_EQ(bpf_prog_get_info_by_fd(loaded->program("ends_list").fd(), &info, &size), 0);
  {
    const auto after = loaded->attach("on_tc", fmt::format("lo:ingress,after={}", info.id));
    ASSERT_THAT(after, IsOk());
    udp_over_lo();
    EXPECT_EQ(loaded->hits(), 0U);
  }
  const auto before = loaded->attach("on_tc", fmt::format("lo:ingress,before={}", info.id));
  ASSERT_THAT(before, IsOk());
  udp_over_lo();
  EXPECT_GT(loaded->hits(), 0U);
}

TEST_F(KernelNetwork, ErrorsNameTheCause) {
  auto loaded = LoadedPrograms::load(kObject, {"on_xdp", "in_devmap", "on_tc", "on_lookup", "on_netfilter"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->attach("on_xdp", "nothing"), IsErrno(ENODEV));
  EXPECT_THAT(loaded->attach("on_xdp", "nothing"), FailsSaying("there is no interface 'nothing'"));
  EXPECT_THAT(loaded->attach("on_xdp", "lo,mode=drv"), FailsSaying("use mode=skb"));
  EXPECT_THAT(loaded->attach("on_xdp", std::nullopt), FailsSaying("IF[,mode=skb|drv]"));
  EXPECT_THAT(loaded->attach("in_devmap", std::nullopt), FailsSaying("devmap"));
  EXPECT_THAT(loaded->attach("on_tc", "lo:ingress,before=4294967295"), IsErrno(ENOENT));
  EXPECT_THAT(loaded->attach("on_lookup", "/proc/self/ns/uts"), FailsSaying("not a network namespace"));
  EXPECT_THAT(loaded->attach("on_lookup", "/no/such/namespace"), IsErrno(ENOENT));
  const auto first = loaded->attach("on_netfilter", "pf=ipv4,hook=local_in,prio=3");
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(loaded->attach("on_netfilter", "pf=ipv4,hook=local_in,prio=3"), FailsSaying("has this hook and prio"));
  const auto xdp = loaded->attach("on_xdp", "lo,mode=skb");
  ASSERT_THAT(xdp, IsOk());
  EXPECT_THAT(loaded->attach("on_xdp", "lo,mode=skb"), FailsSaying("another XDP program"));
}

void add_to_map(LoadedPrograms& loaded, std::uint32_t key, const UniqueFd& socket) {
  const bpf_map* const map = bpf_object__find_map_by_name(loaded.object().raw(), "sockets");
  const auto value = static_cast<std::uint64_t>(socket.get());
  EXPECT_EQ(bpf_map_update_elem(bpf_map__fd(map), &key, &value, BPF_ANY), 0) << std::strerror(errno);
}

// A socket takes the map's programs when it enters the map, so each cause has sockets of its own.
TEST_F(KernelNetwork, SkMsgKeepsContract) {
  auto loaded = LoadedPrograms::load(kObject, {"on_message"});
  ASSERT_THAT(loaded, IsOk());
  const auto send_from_map = [&] {
    const testing::TcpPair pair = testing::connect_tcp(AF_INET);
    add_to_map(*loaded, 0, pair.client);
    testing::send_tcp(pair);
  };
  keeps_contract(*loaded, "on_message", "map:sockets", send_from_map);
}

TEST_F(KernelNetwork, SkSkbKeepsContract) {
  auto loaded = LoadedPrograms::load(kObject, {"on_stream"});
  ASSERT_THAT(loaded, IsOk());
  const auto receive_in_map = [&] {
    const testing::TcpPair pair = testing::connect_tcp(AF_INET);
    add_to_map(*loaded, 0, pair.server);
    testing::send_tcp(pair);
  };
  keeps_contract(*loaded, "on_stream", "map:sockets", receive_in_map);
}

TEST_F(KernelNetwork, SockmapErrorsNameTheCause) {
  auto loaded = LoadedPrograms::load(kObject, {"on_message", "without_type"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->attach("on_message", "map:nothing"), FailsSaying("no map 'nothing'"));
  EXPECT_THAT(loaded->attach("on_message", "map:.data.test"), FailsSaying("no sockmap"));
  EXPECT_THAT(loaded->attach("without_type", "map:sockets"), FailsSaying("sk_skb/stream_verdict"));
}

TEST_F(KernelNetwork, StructOpsByLinkKeepContract) {
  auto loaded = LoadedPrograms::load("struct_ops.bpf.o", {"on_init", "threshold", "avoid", "undo"});
  ASSERT_THAT(loaded, IsOk());
  keeps_contract(*loaded, "on_init", "by_link", [] { testing::connect_tcp(AF_INET, "waggle_link"); });
}

TEST_F(KernelNetwork, StructOpsByMapKeepContract) {
  auto loaded = LoadedPrograms::load("struct_ops.bpf.o", {"on_init", "threshold", "avoid", "undo"});
  ASSERT_THAT(loaded, IsOk());
  keeps_contract(*loaded, "on_init", "by_map", [] { testing::connect_tcp(AF_INET, "waggle_map"); });
}

TEST_F(KernelNetwork, StructOpsErrorsNameTheCause) {
  auto loaded = LoadedPrograms::load("struct_ops.bpf.o", {"on_init", "threshold", "avoid", "undo"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->attach("on_init", std::nullopt), FailsSaying("MAP_NAME"));
  EXPECT_THAT(loaded->attach("on_init", "nothing"), FailsSaying("no map 'nothing'"));
  EXPECT_THAT(loaded->attach("on_init", ".data.test"), FailsSaying("holds no struct_ops"));
}

}  // namespace
}  // namespace waggle::bpf
