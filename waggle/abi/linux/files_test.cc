#include <dirent.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include "waggle/abi/linux/calls_test.hh"

namespace waggle::abi::linux {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

TEST_F(Calls, FilesAreOpenedWrittenAndRead) {
  const std::int64_t fd = open("/tree/new", O_RDWR | O_CREAT | O_CLOEXEC | 0100000);
  ASSERT_EQ(fd, 3);
  EXPECT_EQ(write(fd, "hello"), 5);
  EXPECT_EQ(call("lseek", {fd, 1, SEEK_SET}), 1);
  EXPECT_EQ(read(fd), "ello");
  EXPECT_EQ(call("pwrite64", {fd, text("J", kBuffer), 1, 0}), 1);
  EXPECT_EQ(call("pread64", {fd, kBuffer, 3, 0}), 3);
  EXPECT_EQ(text_at(kBuffer, 3), "Jel");
  EXPECT_EQ(call("ftruncate", {fd, 2}), 0);
  EXPECT_EQ(call("fsync", {fd}), 0);
  EXPECT_EQ(call("close", {fd}), 0);
  EXPECT_EQ(call("close", {fd}), -EBADF);
  EXPECT_EQ(file_text("new"), "Je");
}

TEST_F(Calls, VectorsHaveWidePointers) {
  const std::int64_t fd = open("/tree/new", O_RDWR | O_CREAT);
  text("abcdef", kBuffer);
  using Record = VectorRecord<std::uint64_t>;
  put(kIn, Record{kBuffer + 3, 3});
  put(kIn + 16, Record{kBuffer, 3});
  EXPECT_EQ(call("writev", {fd, kIn, 2}), 6);
  EXPECT_EQ(file_text("new"), "defabc");
  put(kIn, Record{kOut, 2});
  put(kIn + 16, Record{kOut2, 100});
  EXPECT_EQ(call("lseek", {fd, 0, SEEK_SET}), 0);
  EXPECT_EQ(call("readv", {fd, kIn, 2}), 6);
  EXPECT_EQ(text_at(kOut, 2) + text_at(kOut2, 4), "defabc");
  put(kIn + 16, Record{(std::uint64_t{1} << 32) + kOut2, 100});
  EXPECT_EQ(call("readv", {fd, kIn, 2}), -EFAULT);
  put(kIn + 16, Record{kOut2, ~std::uint64_t{0}});
  EXPECT_EQ(call("readv", {fd, kIn, 2}), -EFAULT);
  EXPECT_EQ(call("readv", {fd, kIn, 1025}), -EINVAL);
}

TEST_F(Calls, WhatIsNotGrantedIsNotThere) {
  EXPECT_EQ(open("/etc/passwd", O_RDONLY), -ENOENT);
  EXPECT_EQ(open("/tree/../etc/passwd", O_RDONLY), -EPERM);
  EXPECT_EQ(open("", O_RDONLY), -ENOENT);
  EXPECT_EQ(open("/tree/missing", O_RDONLY), -ENOENT);
  EXPECT_EQ(open("/tree/new", O_RDWR | O_CREAT | O_TMPFILE), -EINVAL);
  EXPECT_EQ(open("/proc/version", O_RDONLY), 3);
  EXPECT_THAT(read(3), HasSubstr("Linux version"));
  EXPECT_EQ(open("/proc/self/environ", O_RDONLY), -EPERM);
  EXPECT_THAT(host_->log.text, HasSubstr("refused linux.openat"));
  EXPECT_EQ(open("/proc/version", O_WRONLY), -EROFS);
}

TEST_F(Calls, RelativePathsStartFromADirectoryOrFromTheTop) {
  make_file("file", "text");
  const std::int64_t tree = open("/tree", O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(tree, 3);
  const std::int64_t fd = call("openat", {tree, text("file"), O_RDONLY, 0});
  EXPECT_EQ(read(fd), "text");
  EXPECT_EQ(call("openat", {tree, text("../x"), O_RDONLY, 0}), -EPERM);
  EXPECT_EQ(call("openat", {fd, text("file"), O_RDONLY, 0}), -ENOTDIR);
  EXPECT_EQ(call("openat", {77, text("file"), O_RDONLY, 0}), -EBADF);
  EXPECT_EQ(read(open("tree/file", O_RDONLY)), "text");
  EXPECT_EQ(read(open("./tree/file", O_RDONLY)), "text");
}

TEST_F(Calls, RelativePathsStartFromTheRootNamedDot) {
  make_file("file", "text");
  host_.emplace(testing::importing_wat("linux", imports()),
                policy::Policy{.directories = {{base_, "."}}, .environment = {}});
  EXPECT_EQ(read(open("file", O_RDONLY)), "text");
  EXPECT_EQ(read(open("./file", O_RDONLY)), "text");
  EXPECT_GE(open(".", O_RDONLY | O_DIRECTORY), 0);
  EXPECT_EQ(open("../file", O_RDONLY), -EPERM);
}

TEST_F(Calls, TheTimeZoneCanBeReadAndNothingBesideIt) {
  if (::access("/etc/localtime", R_OK) == 0) {
    const std::int64_t fd = open("/etc/localtime", O_RDONLY);
    ASSERT_GE(fd, 0);
    EXPECT_EQ(read(fd, 4), "TZif");
    EXPECT_EQ(open("/etc/localtime", O_WRONLY), -EROFS);
  }
  EXPECT_EQ(open("/etc/localtime/../passwd", O_RDONLY), -ENOENT);
  EXPECT_EQ(open("/etc", O_RDONLY), -ENOENT);
  start({}, policy::Grant::timezone);
  EXPECT_EQ(open("/etc/localtime", O_RDONLY), -ENOENT);
  EXPECT_EQ(open("/usr/share/zoneinfo/UTC", O_RDONLY), -ENOENT);
}

TEST_F(Calls, StatusOfFilesAndDescriptors) {
  make_file("file", "text");
  std::filesystem::create_symlink("file", base_ / "link");
  ASSERT_EQ(call("newfstatat", {kHere, text("/tree/link"), kOut, 0}), 0);
  EXPECT_EQ(get<struct stat>(kOut).st_size, 4);
  EXPECT_TRUE(S_ISREG(get<struct stat>(kOut).st_mode));
  ASSERT_EQ(call("newfstatat", {kHere, text("/tree/link"), kOut, AT_SYMLINK_NOFOLLOW}), 0);
  EXPECT_TRUE(S_ISLNK(get<struct stat>(kOut).st_mode));
  ASSERT_EQ(call("newfstatat", {1, text(""), kOut, AT_EMPTY_PATH}), 0);
  EXPECT_TRUE(S_ISCHR(get<struct stat>(kOut).st_mode));
  ASSERT_EQ(call("fstat", {0, kOut}), 0);
  EXPECT_TRUE(S_ISFIFO(get<struct stat>(kOut).st_mode));
  EXPECT_EQ(call("newfstatat", {kHere, text(""), kOut, 0}), -ENOENT);
  EXPECT_EQ(call("newfstatat", {kHere, text("/tree"), kOut, 0x8000}), -EINVAL);

  ASSERT_EQ(call("statx", {kHere, text("/tree/file"), 0, 0x7ff, kOut}), 0);
  EXPECT_EQ(get<struct statx>(kOut).stx_size, 4u);
  ASSERT_EQ(call("statx", {1, text(""), AT_EMPTY_PATH, 0x7ff, kOut}), 0);
  EXPECT_TRUE(S_ISCHR(get<struct statx>(kOut).stx_mode));
  EXPECT_EQ(call("statx", {99, text(""), AT_EMPTY_PATH, 0x7ff, kOut}), -EBADF);

  ASSERT_EQ(call("statfs", {text("/proc"), kOut}), 0);
  EXPECT_EQ(get<struct statfs>(kOut).f_type, 0x9fa0);
}

TEST_F(Calls, NamesAreMadeChangedAndRemoved) {
  EXPECT_EQ(call("mkdirat", {kHere, text("/tree/a"), 0755}), 0);
  EXPECT_EQ(call("mkdirat", {kHere, text("/tree/a"), 0755}), -EEXIST);
  EXPECT_EQ(call("mkdirat", {kHere, text("/proc/a"), 0755}), -EROFS);
  make_file("file", "1");
  make_file("other", "2");
  EXPECT_EQ(call("renameat2", {kHere, text("/tree/file"), kHere, text("/tree/other", kText2), RENAME_NOREPLACE}),
            -EEXIST);
  EXPECT_EQ(call("renameat2", {kHere, text("/tree/file"), kHere, text("/tree/other", kText2), RENAME_EXCHANGE}), 0);
  EXPECT_EQ(file_text("file"), "2");
  EXPECT_EQ(call("renameat2", {kHere, text("/tree/file"), kHere, text("/tree/a/b", kText2), 0}), 0);
  EXPECT_EQ(call("unlinkat", {kHere, text("/tree/a"), AT_REMOVEDIR}), -ENOTEMPTY);
  EXPECT_EQ(call("unlinkat", {kHere, text("/tree/a/b"), 0}), 0);
  EXPECT_EQ(call("unlinkat", {kHere, text("/tree/a"), AT_REMOVEDIR}), 0);
  EXPECT_FALSE(std::filesystem::exists(base_ / "a"));
}

TEST_F(Calls, LinksAndAccess) {
  std::filesystem::create_symlink("where/it/leads", base_ / "link");
  EXPECT_EQ(call("readlinkat", {kHere, text("/tree/link"), kOut, 100}), 14);
  EXPECT_EQ(text_at(kOut, 14), "where/it/leads");
  EXPECT_EQ(call("readlinkat", {kHere, text("/tree/link"), kOut, 5}), 5);
  EXPECT_EQ(call("readlinkat", {kHere, text("/tree/link"), kOut, 0}), -EINVAL);
  make_file("file", "");
  EXPECT_EQ(call("faccessat2", {kHere, text("/tree/file"), R_OK | W_OK, 0}), 0);
  EXPECT_EQ(call("faccessat2", {kHere, text("/tree/file"), X_OK, AT_EACCESS}), -EACCES);
  EXPECT_EQ(call("faccessat2", {kHere, text("/tree/no"), F_OK, 0}), -ENOENT);
  EXPECT_EQ(call("faccessat2", {kHere, text("/proc/version"), W_OK, 0}), -EROFS);
  EXPECT_EQ(call("faccessat2", {kHere, text("/tree/file"), 8, 0}), -EINVAL);
}

TEST_F(Calls, DirectoriesAreReadFromTheirOwnPlace) {
  make_file("one", "");
  make_file("two", "");
  const std::int64_t fd = open("/tree", O_RDONLY | O_DIRECTORY);
  const auto names = [&] {
    std::vector<std::string> all;
    for (std::int64_t n; (n = call("getdents64", {fd, kBuffer, 48})) > 0;)
      for (std::int64_t at = 0; at < n;) {
        const auto entry = reinterpret_cast<const dirent64*>(host_->memory().data() + kBuffer + at);
        all.emplace_back(entry->d_name);
        at += entry->d_reclen;
      }
    return all;
  };
  EXPECT_THAT(names(), UnorderedElementsAre(".", "..", "one", "two"));
  EXPECT_TRUE(names().empty());
  EXPECT_EQ(call("lseek", {fd, 0, SEEK_SET}), 0);
  EXPECT_EQ(names().size(), 4u);
  EXPECT_EQ(call("read", {fd, kBuffer, 10}), -EISDIR);
  EXPECT_EQ(call("write", {fd, kBuffer, 10}), -EBADF);
  EXPECT_EQ(call("fsync", {fd}), 0);
  EXPECT_EQ(call("getdents64", {0, kBuffer, 48}), -ENOTDIR);
}

TEST_F(Calls, DescriptorsAreLowestFirstAndShared) {
  EXPECT_EQ(call("dup", {1}), 3);
  EXPECT_EQ(call("dup3", {1, 9, O_CLOEXEC}), 9);
  EXPECT_EQ(call("dup3", {1, 1, 0}), -EINVAL);
  EXPECT_EQ(call("dup3", {50, 9, 0}), -EBADF);
  EXPECT_EQ(call("fcntl", {1, F_DUPFD_CLOEXEC, 9}), 10);
  EXPECT_EQ(call("fcntl", {1, F_DUPFD, 0}), 4);
  EXPECT_EQ(call("fcntl", {50, F_GETFD, 0}), -EBADF);
  EXPECT_EQ(call("fcntl", {1, F_GETFD, 0}), FD_CLOEXEC);
  EXPECT_EQ(call("fcntl", {1, F_SETFD, 0}), 0);
  EXPECT_EQ(call("fcntl", {1, F_SETLK, 0}), -EINVAL);
  EXPECT_EQ(write(9, "through 9"), 9);
  EXPECT_EQ(read(0), "through 9");
}

TEST_F(Calls, PipesMayBeNonBlocking) {
  ASSERT_EQ(call("pipe2", {kOut, O_NONBLOCK | O_CLOEXEC}), 0);
  const auto [in, out] = get<Pair>(kOut);
  EXPECT_EQ(in, 3);
  EXPECT_EQ(out, 4);
  EXPECT_EQ(call("fcntl", {in, F_GETFL, 0}), O_NONBLOCK);
  EXPECT_EQ(read(in), "error 11");
  EXPECT_EQ(write(out, "x"), 1);
  EXPECT_EQ(read(in), "x");
  EXPECT_EQ(call("fcntl", {in, F_SETFL, 0}), 0);
  EXPECT_EQ(call("fcntl", {in, F_GETFL, 0}), 0);
  EXPECT_EQ(call("close", {out}), 0);
  EXPECT_EQ(read(in), "");
  EXPECT_EQ(call("lseek", {in, 0, SEEK_CUR}), -ESPIPE);
  EXPECT_EQ(call("pread64", {in, kBuffer, 1, 0}), -ESPIPE);
  EXPECT_EQ(call("pipe2", {kOut, 1}), -EINVAL);
  // No room for two: neither is left open.
  while (call("dup", {0}) >= 0) continue;
  EXPECT_EQ(call("close", {1000}), 0);
  EXPECT_EQ(call("pipe2", {kOut, 0}), -EMFILE);
  EXPECT_EQ(call("dup", {0}), 1000);
}

TEST_F(Calls, OnlyNamedRequestsReachADevice) {
  EXPECT_EQ(call("ioctl", {0, TIOCGWINSZ, kOut}), -ENOTTY);
  EXPECT_EQ(call("ioctl", {0, FIONREAD, kOut}), -ENOTTY);
  EXPECT_EQ(call("ioctl", {0, TIOCSTI, kOut}), -ENOTTY);
  EXPECT_EQ(call("ioctl", {0, SIOCGIFINDEX, kOut}), -ENOTTY);
  EXPECT_EQ(call("ioctl", {99, TIOCGWINSZ, kOut}), -EBADF);
  EXPECT_EQ(call("ioctl", {0, TIOCGWINSZ, kEnd}), -EFAULT);
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(terminal, 0);
  const winsize size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
  ASSERT_EQ(::ioctl(terminal, TIOCSWINSZ, &size), 0);
  const auto file = sys::File::adopt(UniqueFd(terminal), sys::File::Origin::inherited).value();
  const int fd = host_->descriptors.insert(file).value();
  EXPECT_EQ(call("ioctl", {fd, TIOCGWINSZ, kOut}), 0);
  EXPECT_EQ(get<winsize>(kOut).ws_col, 80);
}

TEST_F(Calls, RelativePathsStartFromTheTop) {
  EXPECT_EQ(call("getcwd", {kOut, 64}), 2);
  EXPECT_EQ(std::memcmp(host_->memory().data() + kOut, "/", 2), 0);
  EXPECT_EQ(call("getcwd", {kOut, 1}), -ERANGE);
  EXPECT_EQ(call("getcwd", {kEnd, 64}), -EFAULT);
}

TEST_F(Calls, WhatIsMadeHasTheGuestsMask) {
  EXPECT_EQ(call("umask", {07077}), 0);
  EXPECT_EQ(call("mkdirat", {kHere, text("/tree/private"), 0777}), 0);
  const std::int64_t fd = call("openat", {kHere, text("/tree/file"), O_CREAT | O_WRONLY, 0666});
  ASSERT_GE(fd, 0);
  EXPECT_EQ(call("umask", {0}), 077);
  struct stat status{};
  ASSERT_EQ(::stat((base_ / "private").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 077, 0u);
  ASSERT_EQ(::stat((base_ / "file").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

}  // namespace
}  // namespace waggle::abi::linux
