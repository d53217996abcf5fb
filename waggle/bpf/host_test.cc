#include "waggle/bpf/host.hh"

#include <gmock/gmock.h>

#include "waggle/testing/matchers.hh"

namespace waggle::bpf {
namespace {

using testing::IsErrno;
using testing::IsOk;

TEST(Host, ReadsCapabilities) {
  const auto some = Capabilities::parse("Name:\tx\nCapPrm:\t0\nCapEff:\t000000c000001000\nCapBnd:\t0\n");
  ASSERT_THAT(some, IsOk());
  EXPECT_TRUE(some->has(Capability::bpf));
  EXPECT_TRUE(some->has(Capability::perfmon));
  EXPECT_TRUE(some->has(Capability::net_admin));
  EXPECT_FALSE(some->has(Capability::sys_admin));
  EXPECT_THAT(Capabilities::parse("Name:\tx\n"), IsErrno(EINVAL));
  EXPECT_THAT(Capabilities::parse("CapEff:\tzz\n"), IsErrno(EINVAL));
  EXPECT_THAT(Capabilities::effective(), IsOk());
}

TEST(Host, SysAdminStandsForBpfAndPerfmonOnly) {
  const Capabilities admin(1ULL << 21);
  EXPECT_TRUE(admin.has(Capability::bpf));
  EXPECT_TRUE(admin.has(Capability::perfmon));
  EXPECT_FALSE(admin.has(Capability::net_admin));
}

TEST(Host, ReadsVersions) {
  EXPECT_EQ(KernelVersion::parse("6.18.44-fc-v669"), (KernelVersion{6, 18}));
  EXPECT_EQ(KernelVersion::parse("7.3-rc7-cloud"), (KernelVersion{7, 3}));
  EXPECT_EQ(KernelVersion::parse("x"), (KernelVersion{0, 0}));
  EXPECT_LT((KernelVersion{5, 18}), (KernelVersion{6, 1}));
  EXPECT_GT(KernelVersion::running(), (KernelVersion{4, 0}));
}

TEST(Host, FindsTheChosenWord) {
  EXPECT_EQ(chosen_word("none [integrity] confidentiality\n"), "integrity");
  EXPECT_EQ(chosen_word("none"), "");
  EXPECT_EQ(chosen_word("]["), "");
}

TEST(Host, ThereIsAtLeastOneCpu) { EXPECT_GE(possible_cpus().value(), 1U); }

}  // namespace
}  // namespace waggle::bpf
