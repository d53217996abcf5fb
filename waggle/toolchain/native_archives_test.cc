#include "waggle/toolchain/native_archives.hh"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "waggle/base/file.hh"
#include "waggle/testing/matchers.hh"
#include "waggle/toolchain/scratch_folder.hh"

namespace waggle::toolchain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;

std::string member(std::string_view name, std::string_view content) {
  return fmt::format("{:<16}{:<32}{:<10}`\n{}{}", name, "0", content.size(), content,
                     content.size() % 2 == 0 ? "" : "\n");
}
std::string archive(const std::string& members) { return "!<arch>\n" + members; }

const std::string kElf = member("a.o/",
                                "\x7f"
                                "ELF and more");
const std::string kWasm = member("a.o/", std::string_view("\0asm\1\0\0\0", 8));

TEST(NativeArchives, TheFirstObjectTells) {
  EXPECT_TRUE(is_native_archive(as_bytes(archive(kElf))));
  EXPECT_TRUE(is_native_archive(as_bytes(archive(member("/", "symbol") + member("//", "a long name") + kElf))));
  EXPECT_FALSE(is_native_archive(as_bytes(archive(kWasm))));
  EXPECT_FALSE(is_native_archive(as_bytes(archive(kWasm + kElf))));
}

TEST(NativeArchives, WhatIsNoArchiveOrEmptyOrCutIsNotNative) {
  for (const std::string& text :
       {std::string(),
        std::string("\x7f"
                    "ELF"),
        archive(""), archive(member("/", "only")), archive(member("/", "symbols").substr(0, 62)), archive("short")})
    EXPECT_FALSE(is_native_archive(as_bytes(text))) << text;
}

class ReplacedArchives : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = ScratchFolder::create();
    ASSERT_THAT(made, IsOk());
    folder_.emplace(std::move(made).value());
  }
  std::string write(const std::string& name, const std::string& content) {
    EXPECT_THAT(replace_file(folder_->file(name), as_bytes(content), 0600), IsOk());
    return folder_->file(name);
  }
  std::string folder() const {
    const std::string file = folder_->file("x");
    return file.substr(0, file.size() - 2);
  }

 private:
  std::optional<ScratchFolder> folder_;
};

TEST_F(ReplacedArchives, ByPath) {
  std::vector<std::string> words{"a.o", write("libbpf.a", archive(kElf)), "-o", "libbpf.a", "-lelf"};
  EXPECT_THAT(replace_native_archives(words, "/s"), ElementsAre("libbpf.a"));
  EXPECT_THAT(words, ElementsAre("a.o", "/s/lib/libbpf.a", "-o", "libbpf.a", "-lelf"));
}

TEST_F(ReplacedArchives, ByTheirFolder) {
  write("libelf.a", archive(kElf));
  write("libz.a", archive(kElf));
  std::vector<std::string> words{"-L", folder(), "-lelf", "-l", "z", "-lbpf", "-lelf"};
  EXPECT_THAT(replace_native_archives(words, "/s"), ElementsAre("libelf.a", "libz.a"));
  EXPECT_THAT(words, ElementsAre("-L", folder(), "/s/lib/libelf.a", "/s/lib/libz.a", "-lbpf", "/s/lib/libelf.a"));
}

TEST_F(ReplacedArchives, OnesForGuestsAndOthersStay) {
  const std::vector<std::string> given{
      write("libbpf.a", archive(kWasm)),       "-lbpf", "-L" + folder(), "/none/libz.a",
      write("libblazesym_c.a", archive(kElf)), "-l"};
  std::vector<std::string> words = given;
  EXPECT_THAT(replace_native_archives(words, "/s"), IsEmpty());
  EXPECT_EQ(words, given);
}

}  // namespace
}  // namespace waggle::toolchain
