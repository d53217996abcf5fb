#include "waggle/loader/kernel_types.hh"

#include <gmock/gmock.h>

#include "waggle/base/file.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::loader {
namespace {

constexpr std::string_view kRelease =
    "PRETTY_NAME=\"Ubuntu 20.04.3 LTS\"\nVERSION_ID=\"20.04\"\nID=ubuntu\nID_LIKE=debian\n";

TEST(KernelTypes, AreThoseOfExactlyThisKernel) {
  const KernelName name = KernelName::parse(kRelease, "x86_64", "5.4.0-91-generic");
  EXPECT_EQ(name.id, "ubuntu");
  EXPECT_EQ(name.version_id, "20.04");
  std::vector<package::KernelTypes> all(3);
  all[0] = {"ubuntu", "20.04", "x86_64", "5.4.0-90-generic", {}};
  all[1] = {"ubuntu", "20.04", "x86_64", "5.4.0-91-generic", {}};
  all[2] = {"ubuntu", "20.04", "arm64", "5.4.0-91-generic", {}};
  EXPECT_EQ(choose(all, name), &all[1]);
  all[1].version_id = "22.04";
  EXPECT_EQ(choose(all, name), nullptr);
}

TEST(KernelTypes, HaveAPathWhileTheyAreNeeded) {
  package::KernelTypes types;
  const Bytes text = as_bytes("types");
  types.btf.assign(text.begin(), text.end());
  const auto file = as_file(types);
  ASSERT_THAT(file, testing::IsOk());
  EXPECT_EQ(as_text(read_file(file->path, 100).value()), "types");
}

}  // namespace
}  // namespace waggle::loader
