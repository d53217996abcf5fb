#include "waggle/bpf/ring_guard.hh"

#include "waggle/bpf/host.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::bpf {
namespace {

class RingGuardKernel : public testing::KernelTest {};

TEST_F(RingGuardKernel, TheTrialFindsThatThisKernelIsMended) {
  if (KernelVersion::running() < KernelVersion{6, 10}) GTEST_SKIP() << "needs Linux 6.10";
  const auto tried = try_ring_consumers();
  ASSERT_THAT(tried, testing::IsOk());
  EXPECT_TRUE(*tried);
  EXPECT_TRUE(kernel_checks_ring_consumers().value());
}

}  // namespace
}  // namespace waggle::bpf
