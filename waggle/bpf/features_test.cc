#include "waggle/bpf/features.hh"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "waggle/testing/fd_ledger.hh"
#include "waggle/testing/kernel_fixture.hh"

namespace waggle::bpf {
namespace {

TEST(Features, HaveDistinctNames) {
  std::set<std::pair<FeatureGroup, std::string_view>> names;
  for (const Feature& feature : features())
    EXPECT_TRUE(names.emplace(feature.group, feature.name).second) << feature.name;
}

class FeaturesKernel : public testing::KernelTest {};

// What kernels of an age that has the feature may lack, by configuration or for want of hardware.
constexpr std::string_view kMayLack[] = {"kprobe", "kprobe.multi", "trampolines (fentry, fexit, fmod_ret, freplace)",
                                         "lsm",    "sched_ext",    "hardware perf event"};

TEST_F(FeaturesKernel, EveryFeatureOfThisKernelsAgeIsFound) {
  for (const Feature& feature : features()) {
    const Support support = feature.probe(feature);
    if (support.yes) continue;
    EXPECT_FALSE(support.reason.empty()) << feature.name;
    if (feature.group == FeatureGroup::host || KernelVersion::running() < feature.min_kernel) continue;
    EXPECT_NE(std::ranges::find(kMayLack, feature.name), std::end(kMayLack))
        << name(feature.group) << " " << feature.name << ": " << support.reason;
  }
}

TEST_F(FeaturesKernel, ProbesLeaveNoDescriptor) {
  for (const Feature& feature : features()) feature.probe(feature);  // libbpf keeps what it learns
  const auto before = testing::open_fds();
  for (const Feature& feature : features()) feature.probe(feature);
  EXPECT_EQ(testing::open_fds(), before);
}

// Every "no" tells its own reason: two that differ in cause do not share a sentence.
TEST_F(FeaturesKernel, ATypeNoKernelHasIsMissingForItsAge) {
  const auto rows = features();
  const auto hash = std::ranges::find_if(
      rows, [](const Feature& feature) { return feature.group == FeatureGroup::map && feature.name == "hash"; });
  ASSERT_NE(hash, rows.end());
  Feature future = *hash;
  future.number = 4000;
  future.min_kernel = {99, 0};
  EXPECT_EQ(future.probe(future).reason, "needs Linux 99.0");
  future.min_kernel = {3, 19};
  EXPECT_EQ(future.probe(future).reason, "this kernel was built without it");
}

}  // namespace
}  // namespace waggle::bpf
