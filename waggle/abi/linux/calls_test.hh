// A guest that makes every call of the module by its name, with a tree of the test's own granted as
// /tree, for the tests of the module.
#pragma once

#include <fcntl.h>
#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "waggle/abi/linux/linux.hh"
#include "waggle/testing/calling_guest.hh"

namespace waggle::abi::linux {

class Calls : public ::testing::Test, protected testing::CallingGuest {
 protected:
  // Places in the guest's memory.
  static constexpr std::int64_t kText2 = 9216, kIn = 16384, kOut = 20480, kOut2 = 24576, kBuffer = 32768,
                                kEnd = 2 * 65536;
  static constexpr std::int64_t kHere = AT_FDCWD;

  Calls() {
    std::string name = std::filesystem::temp_directory_path() / "waggle-linux-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    base_ = name;
    start({});
  }
  ~Calls() override { std::filesystem::remove_all(base_); }

  // Descriptors 0 and 1 are the ends of a pipe, 2 is taken.
  void start(policy::Grants also, policy::Grants without = {}) {
    policy::Policy policy{.directories = {{base_, "/tree"}}, .environment = {"A=1", "LONG=value"}};
    policy.grants.add(also);
    policy.grants.remove(without);
    begin("linux", imports(), policy);
    host_->args = {"guest", "-x"};
    host_->guest->args = host_->args;
    connect();
  }

  std::int64_t open(std::string_view path, int flags, int mode = 0644) {
    return call("openat", {kHere, text(path), flags, mode});
  }
  std::int64_t write(std::int64_t fd, std::string_view bytes) {
    return call("write", {fd, text(bytes, kBuffer), static_cast<std::int64_t>(bytes.size())});
  }
  // What was read, or "error N".
  std::string read(std::int64_t fd, std::int64_t length = 4096) {
    const std::int64_t n = call("read", {fd, kBuffer, length});
    return n < 0 ? "error " + std::to_string(-n) : text_at(kBuffer, n);
  }

  std::string file_text(const std::string& name) {
    std::ifstream in(base_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void make_file(const std::string& name, std::string_view text) { std::ofstream(base_ / name) << text; }

  // Signals that the guest handles, sent to it from outside.
  void handle(int signal) {
    Sigaction action{};
    action.handler = 7;
    ASSERT_EQ(call("rt_sigaction", {signal, put(kIn, action), 0, 8}), 0);
  }

  std::filesystem::path base_;
};

}  // namespace waggle::abi::linux
