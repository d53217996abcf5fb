// A directory tree of a test's own, granted to a guest: <tmp>/inside is the tree, beside it
// lies what the guest must not reach.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "waggle/sys/file.hh"
#include "waggle/sys/roots.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::sys {

class OwnTree : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = std::filesystem::temp_directory_path() / "waggle-sys-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    base_ = name;
    std::filesystem::create_directory(base_ / "inside");
    std::ofstream(base_ / "secret") << "secret";
    roots_ = Roots::open({.grants = {}, .directories = {{base_ / "inside", "/tree"}}, .environment = {}}).value();
    tree_ = roots_.all().at(0);
  }
  void TearDown() override { std::filesystem::remove_all(base_); }

  void write_file(const std::string& name, std::string_view text) { std::ofstream(base_ / name) << text; }
  std::string text_of(const std::string& name) const {
    std::ifstream in(base_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  Result<std::shared_ptr<File>> open_file(const std::string& path, int flags) {
    WAGGLE_TRY(auto opened, tree_->open(path, flags, 0644));
    return std::dynamic_pointer_cast<File>(opened);
  }
  Result<std::string> read_file(const std::string& path) {
    WAGGLE_TRY(auto file, open_file(path, O_RDONLY));
    std::string text(1000, '\0');
    const iovec one{.iov_base = text.data(), .iov_len = text.size()};
    WAGGLE_TRY(const std::size_t n, file->read(*stop_, {&one, 1}));
    text.resize(n);
    return text;
  }

  std::filesystem::path base_;
  Roots roots_;
  std::shared_ptr<Directory> tree_;
  std::unique_ptr<Stop> stop_ = Stop::create().value();
};

}  // namespace waggle::sys
