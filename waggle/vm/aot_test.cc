#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "waggle/base/fd.hh"
#include "waggle/base/file.hh"
#include "waggle/testing/wat.hh"
#include "waggle/vm/aot_cache.hh"
#include "waggle/vm/aot_file.hh"

namespace waggle::vm {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class AotTest : public ::testing::Test {
 protected:
  AotTest()
      : engine_(Engine::create().value()),
        wasm_(parse_text("(module (func (export \"f\") (result i32) (i32.const 5)))").value()) {
    char name[] = "/tmp/waggle-aot-XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  ~AotTest() override { fs::remove_all(folder_); }

  std::string only_entry() const {
    std::string path;
    for (const auto& entry : fs::directory_iterator(folder_)) path = entry.path();
    return path;
  }

  std::unique_ptr<Engine> engine_;
  ByteVector wasm_;
  std::string folder_;
  SilentLog log_;
};

TEST_F(AotTest, EveryFlippedBitIsRefused) {
  const ByteVector code = Module::compile(*engine_, wasm_).value().serialize().value();
  ByteVector file = pack_aot(code);
  ASSERT_TRUE(unpack_aot(file).ok());
  // Every bit of the header, and one bit of each 64th byte behind it.
  for (std::size_t at = 0; at < file.size(); at += at < 72 ? 1 : 64) {
    for (int bit = 0; bit < (at < 72 ? 8 : 1); ++bit) {
      file[at] ^= std::byte(1 << bit);
      EXPECT_FALSE(unpack_aot(file).ok()) << "byte " << at << " bit " << bit;
      file[at] ^= std::byte(1 << bit);
    }
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{71}, file.size() - 1})
    EXPECT_FALSE(unpack_aot(Bytes(file).first(size)).ok()) << size;
}

TEST_F(AotTest, SecondLoadComesFromTheCache) {
  AotCache cache(folder_, log_);
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  const std::string path = only_entry();
  ASSERT_FALSE(path.empty());
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto written = fs::last_write_time(path);
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  EXPECT_EQ(fs::last_write_time(path), written);
}

TEST_F(AotTest, DamagedEntryIsMadeAgain) {
  AotCache cache(folder_, log_);
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  const std::string path = only_entry();
  const ByteVector good = read_file(path, 1 << 20).value();
  ByteVector bad = good;
  bad[bad.size() / 2] ^= std::byte{1};
  ASSERT_TRUE(replace_file(path, bad, 0600).ok());
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  EXPECT_EQ(read_file(path, 1 << 20).value(), good);
}

TEST_F(AotTest, EntryThatOthersMayWriteIsNotUsed) {
  AotCache cache(folder_, log_);
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  const std::string path = only_entry();
  ASSERT_EQ(::chmod(path.c_str(), 0666), 0);
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write) << "made again";
}

TEST_F(AotTest, LinkInPlaceOfAnEntryIsNotFollowed) {
  AotCache cache(folder_, log_);
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  const std::string path = only_entry();
  const std::string elsewhere = folder_ + "/elsewhere";
  fs::rename(path, elsewhere);
  fs::create_symlink(elsewhere, path);
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  EXPECT_FALSE(fs::is_symlink(path)) << "made again";
}

TEST_F(AotTest, FolderThatOthersMayWriteIsNotUsed) {
  ASSERT_EQ(::chmod(folder_.c_str(), 0777), 0);
  AotCache cache(folder_, log_);
  ASSERT_TRUE(cache.load(*engine_, wasm_).ok());
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(AotTest, FullOrMissingFolderStillRuns) {
  AotCache cache("/proc/no-such-folder", log_);
  EXPECT_TRUE(cache.load(*engine_, wasm_).ok());
}

TEST_F(AotTest, TrustedFilesOnly) {
  const std::string path = folder_ + "/x.cwasm";
  ASSERT_TRUE(replace_file(path, {}, 0644).ok());
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_TRUE(check_trusted(fd.get()).ok());
  ::fchmod(fd.get(), 0664);
  EXPECT_THAT(check_trusted(fd.get()).error().message(), HasSubstr("chmod go-w"));
  ::fchmod(fd.get(), 0644);
  if (::geteuid() == 0) {
    ASSERT_EQ(::fchown(fd.get(), 4242, 4242), 0);
    EXPECT_THAT(check_trusted(fd.get()).error().message(), HasSubstr("uid 4242"));
  }
  int pipes[2];
  ASSERT_EQ(::pipe2(pipes, O_CLOEXEC), 0);
  const UniqueFd in(pipes[0]), out(pipes[1]);
  EXPECT_EQ(check_trusted(in.get()).error().code(), EPERM);
}

TEST(Recognize, ByFirstBytes) {
  const auto format = [](std::string_view text) { return recognize(as_bytes(text)); };
  EXPECT_EQ(format(""), Format::empty);
  EXPECT_EQ(format(std::string_view("\0asm\1\0\0\0", 8)), Format::wasm);
  EXPECT_EQ(format(std::string_view("\0asm\x0d\0\1\0", 8)), Format::component);
  EXPECT_EQ(format(std::string_view("\0asm", 4)), Format::wasm);
  EXPECT_EQ(format("  \n(module)"), Format::text);
  EXPECT_EQ(format(";; comment"), Format::text);
  EXPECT_EQ(format("\x7f"
                   "ELF"),
            Format::unknown);
  EXPECT_EQ(recognize(pack_aot({})), Format::compiled);
}

}  // namespace
}  // namespace waggle::vm
