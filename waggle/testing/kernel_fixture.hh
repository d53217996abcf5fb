// What kernel tests stand on: places of their own (a cgroup, a network namespace, a pair of
// interfaces), so that they see only the events they caused and leave nothing behind. Each
// fixture is gone when its object is.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::testing {

// A file that the build made for tests ("attach/xdp.bpf.o"): below $WAGGLE_TESTDATA where that
// is set (the tests run on another machine), else below the build directory.
std::string testdata(std::string_view name);

// Whether this process has the capability, by its number in <linux/capability.h>.
bool has_capability(int capability);

// Skips every test of a fixture that needs the kernel's consent to load BPF programs.
class KernelTest : public ::testing::Test {
 protected:
  void SetUp() override;
};

// A child of the cgroup2 mount with this process in it.
class OwnCgroup {
 public:
  static Result<OwnCgroup> enter();
  OwnCgroup(OwnCgroup&& other) noexcept;
  // Moves the process back to where it was and removes the cgroup.
  ~OwnCgroup();

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  OwnCgroup(std::string path, std::string former) : path_(std::move(path)), former_(std::move(former)) {}
  std::string path_;
  std::string former_;  // the cgroup the process came from, a path below the mount
};

// A new network namespace for the calling thread, with `lo` up.
class OwnNetns {
 public:
  static Result<OwnNetns> enter();
  OwnNetns(OwnNetns&&) noexcept = default;
  // Moves the thread back; the namespace goes with its last user.
  ~OwnNetns();

 private:
  explicit OwnNetns(UniqueFd former) : former_(std::move(former)) {}
  UniqueFd former_;
};

// Makes two connected interfaces in the current namespace, both up. `kind` is "veth" or "netkit".
// They go with the namespace. EOPNOTSUPP where the kernel has no such kind.
Result<void> make_interface_pair(std::string_view kind, const std::string& one, const std::string& other);

}  // namespace waggle::testing
