// What legacy tc filters leave behind: nothing, and after kill -9 nothing that a sweep does not find.
#include <fcntl.h>
#include <linux/pkt_sched.h>
#include <net/if.h>
#include <signal.h>
#include <sys/wait.h>

#include "waggle/bpf/attach/contract/link_contract.hh"
#include "waggle/bpf/attach/netlink.hh"
#include "waggle/bpf/attach/tc_legacy.hh"
#include "waggle/testing/traffic.hh"

namespace waggle::bpf {
namespace {

using testing::IsOk;

TEST(FilterSignature, SurvivesEncoding) {
  const FilterSignature signature{4026531836, 4711, 81723, true};
  EXPECT_EQ(signature.encode("prog"), "waggle:4026531836:4711:81723:q:prog");
  const auto decoded = FilterSignature::decode("waggle:4026531836:4711:81723:q:odd:name");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->encode("x"), signature.encode("x"));
}

TEST(FilterSignature, OtherNamesAreNotOurs) {
  for (const char* name : {"", "waggle", "prog:[12]", "waggle:1:2:3:x:p", "waggle:1:2:3:q", "bumble:1:2:3:q:p",
                           "waggle:one:2:3:q:p", "waggle:1:two:3:q:p", "waggle:1:2::q:p"})
    EXPECT_FALSE(FilterSignature::decode(name)) << name;
}

TEST(FilterSignature, TellsRunningMakersFromGoneOnes) {
  auto signature = FilterSignature::of_this_process();
  ASSERT_THAT(signature, IsOk());
  EXPECT_TRUE(signature->maker_runs());
  FilterSignature earlier = *signature;  // a process that had our number before us
  earlier.start_time -= 1;
  EXPECT_FALSE(earlier.maker_runs());
  FilterSignature gone = *signature;
  gone.pid = 0x7fffffff;
  EXPECT_FALSE(gone.maker_runs());
  FilterSignature elsewhere = gone;  // its number means nothing here
  elsewhere.pid_namespace += 1;
  EXPECT_TRUE(elsewhere.maker_runs());
}

tcmsg clsact_of_lo() {
  tcmsg place{};
  place.tcm_ifindex = static_cast<int>(if_nametoindex("lo"));
  place.tcm_handle = TC_H_MAKE(TC_H_CLSACT, 0);
  place.tcm_parent = TC_H_CLSACT;
  return place;
}

bool lo_has_clsact() {
  const auto qdiscs = netlink_exchange(NetlinkRequest(RTM_GETQDISC, NLM_F_DUMP, tcmsg{}));
  EXPECT_THAT(qdiscs, IsOk());
  for (const ByteVector& qdisc : *qdiscs) {
    tcmsg place{};
    std::memcpy(&place, qdisc.data(), sizeof place);
    if (place.tcm_parent == TC_H_CLSACT && place.tcm_ifindex == clsact_of_lo().tcm_ifindex) return true;
  }
  return false;
}

class KernelTcLegacy : public testing::KernelTest {
 protected:
  void SetUp() override {
    KernelTest::SetUp();
    if (IsSkipped()) return;
    auto entered = testing::OwnNetns::enter();
    ASSERT_THAT(entered, IsOk());
    netns_.emplace(std::move(entered).value());
    auto loaded = LoadedPrograms::load("network.bpf.o", {"on_tc"});
    ASSERT_THAT(loaded, IsOk());
    loaded_.emplace(std::move(loaded).value());
  }
  // Attaches a legacy filter in a child that is then killed.
  void leave_filter_behind() {
    int ready[2];
    ASSERT_EQ(::pipe2(ready, O_CLOEXEC), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const auto link = loaded_->attach("on_tc", "lo:ingress,prio=3");
      static_cast<void>(::write(ready[1], link.ok() ? "y" : "n", 1));
      ::pause();
      ::_exit(1);
    }
    char answer = 0;
    EXPECT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    EXPECT_EQ(::kill(child, SIGKILL), 0);
    EXPECT_EQ(::waitpid(child, nullptr, 0), child);
    ::close(ready[0]);
    ::close(ready[1]);
  }
  std::optional<testing::OwnNetns> netns_;
  std::optional<LoadedPrograms> loaded_;
};

TEST_F(KernelTcLegacy, ClsactGoesWithTheLastFilter) {
  {
    auto first = std::make_optional(loaded_->attach("on_tc", "lo:ingress,prio=1"));
    ASSERT_THAT(*first, IsOk());
    const auto second = loaded_->attach("on_tc", "lo:egress,prio=1");
    ASSERT_THAT(second, IsOk());
    EXPECT_TRUE(lo_has_clsact());
    first.reset();
    EXPECT_TRUE(lo_has_clsact()) << "the second filter still uses it";
  }
  EXPECT_FALSE(lo_has_clsact());
}

TEST_F(KernelTcLegacy, ClsactOfSomebodyElseStays) {
  NetlinkRequest request(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, clsact_of_lo());
  request.attribute(TCA_KIND, std::string("clsact"));
  ASSERT_THAT(netlink_exchange(std::move(request)), IsOk());
  {
    const auto link = loaded_->attach("on_tc", "lo:ingress,prio=1");
    ASSERT_THAT(link, IsOk());
  }
  EXPECT_TRUE(lo_has_clsact());
}

TEST_F(KernelTcLegacy, SweepRemovesWhatAKilledProcessLeft) {
  leave_filter_behind();
  EXPECT_TRUE(lo_has_clsact());
  const auto swept = sweep_legacy_filters();
  ASSERT_THAT(swept, IsOk());
  EXPECT_EQ(*swept, 1U);
  EXPECT_FALSE(lo_has_clsact());
  EXPECT_EQ(sweep_legacy_filters().value(), 0U);
}

TEST_F(KernelTcLegacy, SweepLeavesRunningProcessesAlone) {
  const auto link = loaded_->attach("on_tc", "lo:ingress,prio=1");
  ASSERT_THAT(link, IsOk());
  leave_filter_behind();
  EXPECT_EQ(sweep_legacy_filters().value(), 1U);
  EXPECT_TRUE(lo_has_clsact());
  const std::uint64_t before = loaded_->hits();
  testing::send_udp(AF_INET, false);
  EXPECT_GT(loaded_->hits(), before);
}

// A filter that joins one left behind takes the qdisc over: whoever is last removes it.
TEST_F(KernelTcLegacy, ClsactOfAKilledProcessIsInherited) {
  leave_filter_behind();
  {
    const auto link = loaded_->attach("on_tc", "lo:egress,prio=1");
    ASSERT_THAT(link, IsOk());
    EXPECT_EQ(sweep_legacy_filters().value(), 1U);
    EXPECT_TRUE(lo_has_clsact());
  }
  EXPECT_FALSE(lo_has_clsact());
}

}  // namespace
}  // namespace waggle::bpf
