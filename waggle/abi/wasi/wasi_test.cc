#include "waggle/abi/wasi/wasi.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "waggle/testing/calling_guest.hh"

namespace waggle::abi::wasi {
namespace {

constexpr std::int64_t kSuccess = 0, kBadf = 8, kExist = 20, kFault = 21, kIntr = 27, kInval = 28, kIsdir = 31,
                       kLoop = 32, kNametoolong = 37, kNoent = 44, kNosys = 52, kNotdir = 54, kNotsock = 57,
                       kNotsup = 58, kPerm = 63, kRofs = 69, kSpipe = 70;

using Iovec = VectorRecord<std::uint32_t>;

// Places in the guest's memory.
constexpr std::int64_t kIn = 4096, kVectors = 8192, kOut = 16384, kOut2 = 20480, kPath = 24576, kBuffer = 32768;

struct Range {
  std::int64_t address;
  std::size_t length;
};

class WasiBase : public ::testing::Test, protected testing::CallingGuest {
 protected:
  WasiBase(std::string_view module, std::span<const Import> all) : module_(module) {
    imports_ = all;
    std::string name = std::filesystem::temp_directory_path() / "waggle-wasi-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    base_ = name;
    start({});
  }
  ~WasiBase() override { std::filesystem::remove_all(base_); }

  // Descriptors 0 and 1 are the ends of a pipe, 2 is taken; 3 is the tree, 4 /proc, 5 /sys.
  void start(policy::Grants without) {
    policy::Policy policy{.directories = {{base_, "/tree"}}, .environment = {"A=1", "LONG=value"}};
    policy.grants.remove(without);
    begin(module_, imports_, policy);
    connect();
    ASSERT_TRUE(open_preopens(*host_->guest).ok());
  }

  // Calls a function; nothing but the ranges in `outputs` may change.
  std::int64_t call(std::string_view name, const std::vector<std::int64_t>& arguments,
                    const std::vector<Range>& outputs = {}) {
    const ByteVector before(host_->memory().begin(), host_->memory().end());
    const std::int64_t answer = CallingGuest::call(name, arguments);
    const MutableBytes after = host_->memory();
    for (std::size_t i = 0; i < before.size(); ++i) {
      const bool output = std::ranges::any_of(outputs, [i](const Range& range) {
        const auto begin = static_cast<std::size_t>(range.address);
        return i >= begin && i < begin + range.length;
      });
      if (!output && before[i] != after[i]) {
        ADD_FAILURE() << name << " wrote at " << i;
        break;
      }
    }
    return answer;
  }

  // Address and length of a path, as the next arguments.
  std::vector<std::int64_t> with_path(std::vector<std::int64_t> head, std::string_view path,
                                      std::vector<std::int64_t> tail = {}, std::int64_t place = kPath) {
    put_text(place, path);
    head.insert(head.end(), {place, static_cast<std::int64_t>(path.size())});
    head.insert(head.end(), tail.begin(), tail.end());
    return head;
  }

  std::int64_t open(std::string_view path, std::uint32_t open_flags, std::uint64_t rights, std::int64_t directory = 3,
                    std::uint32_t flags = 0, std::uint32_t lookup = kFollow) {
    return call("path_open",
                with_path({directory, lookup}, path, {open_flags, static_cast<std::int64_t>(rights), 0, flags, kOut}),
                {{kOut, 4}});
  }
  std::int64_t opened() { return get<std::int32_t>(kOut); }
  std::int64_t write(std::int64_t fd, std::string_view text) {
    put_text(kBuffer, text);
    put(kVectors, Iovec{static_cast<std::uint32_t>(kBuffer), static_cast<std::uint32_t>(text.size())});
    return call("fd_write", {fd, kVectors, 1, kOut2}, {{kOut2, 4}});
  }
  std::int64_t read(std::int64_t fd, std::uint32_t length) {
    put(kVectors, Iovec{static_cast<std::uint32_t>(kBuffer), length});
    return call("fd_read", {fd, kVectors, 1, kOut2}, {{kOut2, 4}, {kBuffer, length}});
  }
  std::string got() { return text_at(kBuffer, get<std::uint32_t>(kOut2)); }
  std::string file_text(const std::string& name) {
    std::ifstream in(base_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void make_file(const std::string& name, std::string_view text) { std::ofstream(base_ / name) << text; }

  std::string module_;
  std::filesystem::path base_;
};

class Wasi : public WasiBase {
 protected:
  Wasi() : WasiBase("wasi_snapshot_preview1", imports()) {}
};
class WasiUnstable : public WasiBase {
 protected:
  WasiUnstable() : WasiBase("wasi_unstable", unstable_imports()) {}
};

constexpr std::uint64_t kReadOnly = rights::kRead, kBoth = rights::kRead | rights::kWrite;

TEST(WasiErrno, NumbersAreThoseOfTheSpecification) {
  EXPECT_EQ(to_wasi(0), 0);
  EXPECT_EQ(to_wasi(E2BIG), 1);
  EXPECT_EQ(to_wasi(EBADF), kBadf);
  EXPECT_EQ(to_wasi(EINTR), kIntr);
  EXPECT_EQ(to_wasi(EINVAL), kInval);
  EXPECT_EQ(to_wasi(ENOENT), kNoent);
  EXPECT_EQ(to_wasi(ENOSYS), kNosys);
  EXPECT_EQ(to_wasi(ENOTSUP), kNotsup);
  EXPECT_EQ(to_wasi(EPERM), kPerm);
  EXPECT_EQ(to_wasi(ESPIPE), kSpipe);
  EXPECT_EQ(to_wasi(EXDEV), 75);
  EXPECT_EQ(to_wasi(EHWPOISON), 29) << "io, for what WASI has no word for";
}

TEST_F(Wasi, HasEveryFunctionOfTheSnapshot) {
  EXPECT_EQ(imports().size(), 46U);
  EXPECT_EQ(unstable_imports().size(), 45U);
}

TEST_F(Wasi, GivesArgumentsAndEnvironment) {
  EXPECT_EQ(call("args_sizes_get", {kOut, kOut2}, {{kOut, 4}, {kOut2, 4}}), kSuccess);
  EXPECT_EQ(get<std::uint32_t>(kOut), 1U);
  EXPECT_EQ(get<std::uint32_t>(kOut2), 6U);
  EXPECT_EQ(call("args_get", {kOut, kPath}, {{kOut, 4}, {kPath, 6}}), kSuccess);
  EXPECT_EQ(get<std::uint32_t>(kOut), kPath);
  EXPECT_EQ(text_at(kPath, 6), std::string("guest\0", 6));

  EXPECT_EQ(call("environ_sizes_get", {kOut, kOut2}, {{kOut, 4}, {kOut2, 4}}), kSuccess);
  EXPECT_EQ(get<std::uint32_t>(kOut), 2U);
  EXPECT_EQ(get<std::uint32_t>(kOut2), 15U);
  EXPECT_EQ(call("environ_get", {kOut, kPath}, {{kOut, 8}, {kPath, 15}}), kSuccess);
  EXPECT_EQ(get<std::uint32_t>(kOut + 4), kPath + 4);
  EXPECT_EQ(text_at(kPath, 15), std::string("A=1\0LONG=value\0", 15));
  EXPECT_EQ(call("environ_get", {kOut, 131072 - 14}), kFault);
}

TEST_F(Wasi, ReadsClocks) {
  for (const std::int64_t clock : {0, 1, 2, 3}) {
    EXPECT_EQ(call("clock_time_get", {clock, 1, kOut}, {{kOut, 8}}), kSuccess);
    EXPECT_EQ(call("clock_res_get", {clock, kOut2}, {{kOut2, 8}}), kSuccess);
    EXPECT_GT(get<std::uint64_t>(kOut2), 0U);
  }
  EXPECT_EQ(call("clock_time_get", {4, 1, kOut}), kInval);
  EXPECT_EQ(call("clock_res_get", {-1, kOut}), kInval);
  EXPECT_EQ(call("sched_yield", {}), kSuccess);
}

TEST_F(Wasi, FillsExactlyTheRandomBytesAskedFor) {
  EXPECT_EQ(call("random_get", {kBuffer, 1000}, {{kBuffer, 1000}}), kSuccess);
  EXPECT_NE(text_at(kBuffer, 64), std::string(64, '\0'));
}

TEST_F(Wasi, MissingGrantsAreEperm) {
  start(policy::Grant::clock | policy::Grant::random);
  EXPECT_EQ(call("clock_time_get", {0, 1, kOut}), kPerm);
  EXPECT_EQ(call("random_get", {kBuffer, 8}), kPerm);
  EXPECT_EQ(call("poll_oneoff", {kIn, kOut, 1, kOut2}), kPerm);
}

TEST_F(Wasi, PreopensAreWhatIsGranted) {
  const std::vector<std::string> names{"/tree", "/proc", "/sys"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto fd = static_cast<std::int64_t>(i) + 3;
    EXPECT_EQ(call("fd_prestat_get", {fd, kOut}, {{kOut, 8}}), kSuccess);
    EXPECT_EQ(get<Prestat>(kOut).tag, 0U);
    ASSERT_EQ(get<Prestat>(kOut).name_length, names[i].size());
    const auto size = static_cast<std::int64_t>(names[i].size());
    EXPECT_EQ(call("fd_prestat_dir_name", {fd, kPath, size}, {{kPath, names[i].size()}}), kSuccess);
    EXPECT_EQ(text_at(kPath, names[i].size()), names[i]);
    EXPECT_EQ(call("fd_prestat_dir_name", {fd, kPath, size - 1}), kNametoolong);
  }
  for (const std::int64_t fd : {0, 1, 6, -1}) EXPECT_EQ(call("fd_prestat_get", {fd, kOut}), kBadf) << fd;
  ASSERT_EQ(open(".", kDirectoryOnly, kReadOnly), kSuccess);
  EXPECT_EQ(call("fd_prestat_get", {opened(), kOut}), kBadf) << "an ordinary directory";
}

TEST_F(Wasi, CreatesWritesSeeksAndReads) {
  ASSERT_EQ(open("new", kCreate | kExclusive, kBoth), kSuccess);
  const std::int64_t fd = opened();
  EXPECT_EQ(fd, 6) << "the lowest free number";
  EXPECT_EQ(write(fd, "0123456789"), kSuccess);
  EXPECT_EQ(get<std::uint32_t>(kOut2), 10U);
  EXPECT_EQ(file_text("new"), "0123456789") << "it has reached the kernel";
  EXPECT_EQ(call("fd_tell", {fd, kOut}, {{kOut, 8}}), kSuccess);
  EXPECT_EQ(get<std::uint64_t>(kOut), 10U);
  EXPECT_EQ(call("fd_seek", {fd, 2, 0, kOut}, {{kOut, 8}}), kSuccess);
  EXPECT_EQ(call("fd_seek", {fd, 1, 1, kOut}, {{kOut, 8}}), kSuccess);
  EXPECT_EQ(get<std::uint64_t>(kOut), 3U);
  EXPECT_EQ(read(fd, 4), kSuccess);
  EXPECT_EQ(got(), "3456");
  EXPECT_EQ(call("fd_seek", {fd, -1, 2, kOut}, {{kOut, 8}}), kSuccess);
  EXPECT_EQ(get<std::uint64_t>(kOut), 9U);
  EXPECT_EQ(call("fd_seek", {fd, 0, 3, kOut}), kInval);
  EXPECT_EQ(call("fd_close", {fd}), kSuccess);
  EXPECT_EQ(call("fd_close", {fd}), kBadf);
  EXPECT_EQ(open("new", kCreate | kExclusive, kBoth), kExist);
}

TEST_F(Wasi, GathersAndScatters) {
  ASSERT_EQ(open("new", kCreate, kBoth), kSuccess);
  const std::int64_t fd = opened();
  put_text(kBuffer, "onetwo");
  put(kVectors, Iovec{static_cast<std::uint32_t>(kBuffer + 3), 3});
  put(kVectors + 8, Iovec{static_cast<std::uint32_t>(kBuffer), 3});
  EXPECT_EQ(call("fd_write", {fd, kVectors, 2, kOut2}, {{kOut2, 4}}), kSuccess);
  EXPECT_EQ(file_text("new"), "twoone");
  EXPECT_EQ(call("fd_pread", {fd, kVectors, 2, 1, kOut2}, {{kOut2, 4}, {kBuffer, 6}}), kSuccess);
  EXPECT_EQ(get<std::uint32_t>(kOut2), 5U);
  EXPECT_EQ(text_at(kBuffer, 6), "neewoo");
  EXPECT_EQ(call("fd_pwrite", {fd, kVectors, 1, 0, kOut2}, {{kOut2, 4}}), kSuccess);
  EXPECT_EQ(file_text("new"), "wooone");
  EXPECT_EQ(call("fd_write", {fd, kVectors, 0, kOut2}, {{kOut2, 4}}), kSuccess);
  EXPECT_EQ(get<std::uint32_t>(kOut2), 0U);
  put(kVectors + 8, Iovec{131070, 3});
  EXPECT_EQ(call("fd_write", {fd, kVectors, 2, kOut2}), kFault) << "one bad range spoils all";
  EXPECT_EQ(call("fd_read", {fd, kVectors, 0x20000000, kOut2}), kFault) << "the array itself";
}

TEST_F(Wasi, AccessFollowsTheRights) {
  make_file("a", "text");
  ASSERT_EQ(open("a", 0, kReadOnly), kSuccess);
  EXPECT_EQ(write(opened(), "x"), kBadf);
  EXPECT_EQ(read(opened(), 10), kSuccess);
  EXPECT_EQ(got(), "text");
  ASSERT_EQ(open("a", 0, rights::kWrite), kSuccess);
  EXPECT_EQ(read(opened(), 10), kBadf);
  ASSERT_EQ(open("a", 0, kBoth), kSuccess);
  const std::int64_t fd = opened();
  EXPECT_EQ(call("fd_fdstat_set_rights", {fd, rights::kRead, 0}), kSuccess);
  EXPECT_EQ(write(fd, "x"), kBadf);
  EXPECT_EQ(call("fd_fdstat_set_rights", {fd, kBoth, 0}), kPerm) << "rights do not grow";
  EXPECT_EQ(open("a", kTruncate, kBoth), kSuccess);
  EXPECT_EQ(file_text("a"), "");
}

TEST_F(Wasi, FdstatTellsTypeFlagsAndRights) {
  make_file("a", "");
  const auto fdstat = [this](std::int64_t fd) {
    EXPECT_EQ(call("fd_fdstat_get", {fd, kOut2}, {{kOut2, 24}}), kSuccess);
    return get<Fdstat>(kOut2);
  };
  const Fdstat output = fdstat(1);
  EXPECT_EQ(output.type, FileType::character_device) << "so that libcs write it by line";
  EXPECT_EQ(output.rights & (rights::kSeek | rights::kTell), 0U) << "or they take it for a file";
  EXPECT_NE(output.rights & rights::kWrite, 0U);
  EXPECT_EQ(fdstat(0).type, FileType::unknown) << "a pipe";
  const Fdstat tree = fdstat(3);
  EXPECT_EQ(tree.type, FileType::directory);
  EXPECT_NE(tree.rights & rights::kOpen, 0U);
  EXPECT_EQ(tree.inheriting & kBoth, kBoth);
  ASSERT_EQ(open("a", 0, kBoth, 3, kAppend), kSuccess);
  const Fdstat file = fdstat(opened());
  EXPECT_EQ(file.type, FileType::regular_file);
  EXPECT_EQ(file.flags, kAppend);
  EXPECT_NE(file.rights & rights::kSeek, 0U);
  const std::int64_t fd = opened();
  EXPECT_EQ(call("fd_fdstat_set_flags", {fd, kNonblock}), kSuccess);
  EXPECT_EQ(fdstat(fd).flags, kNonblock);
  EXPECT_EQ(call("fd_fdstat_set_flags", {fd, kDsync}), kNotsup);
  EXPECT_EQ(call("fd_fdstat_set_flags", {fd, 32}), kInval);
}

TEST_F(Wasi, FilestatAndTimes) {
  make_file("a", "12345");
  EXPECT_EQ(call("path_filestat_set_times", with_path({3, 0}, "a", {7'000'000'001, 9'000'000'002, kAtime | kMtime})),
            kSuccess);
  EXPECT_EQ(call("path_filestat_get", with_path({3, kFollow}, "a", {kOut}), {{kOut, 64}}), kSuccess);
  Filestat status = get<Filestat>(kOut);
  EXPECT_EQ(status.type, FileType::regular_file);
  EXPECT_EQ(status.size, 5U);
  EXPECT_EQ(status.links, 1U);
  EXPECT_EQ(status.accessed, 7'000'000'001U);
  EXPECT_EQ(status.modified, 9'000'000'002U);
  ASSERT_EQ(open("a", 0, kBoth), kSuccess);
  const std::int64_t fd = opened();
  EXPECT_EQ(call("fd_filestat_set_times", {fd, 5, 0, kAtime}), kSuccess);
  EXPECT_EQ(call("fd_filestat_set_size", {fd, 2}), kSuccess);
  EXPECT_EQ(call("fd_filestat_get", {fd, kOut}, {{kOut, 64}}), kSuccess);
  EXPECT_EQ(get<Filestat>(kOut).accessed, 5U);
  EXPECT_EQ(get<Filestat>(kOut).size, 2U);
  EXPECT_EQ(get<Filestat>(kOut).inode, status.inode);
  EXPECT_EQ(call("fd_filestat_set_times", {fd, 0, 0, kAtime | kAtimeNow}), kInval);
  EXPECT_EQ(call("fd_filestat_set_times", {fd, 0, 0, 16}), kInval);
  EXPECT_EQ(call("fd_allocate", {fd, 0, 100}), kSuccess);
  EXPECT_EQ(file_text("a").size(), 100U);
  EXPECT_EQ(call("fd_advise", {fd, 0, 0, 3}), kSuccess);
  EXPECT_EQ(call("fd_advise", {fd, 0, 0, 6}), kInval);
  EXPECT_EQ(call("fd_sync", {fd}), kSuccess);
  EXPECT_EQ(call("fd_datasync", {3}), kSuccess) << "a directory too";
}

TEST_F(Wasi, DirectoriesAndLinks) {
  put_text(kIn, "dir/a");
  EXPECT_EQ(call("path_create_directory", with_path({3}, "dir")), kSuccess);
  EXPECT_EQ(call("path_create_directory", with_path({3}, "dir")), kExist);
  make_file("dir/a", "text");
  EXPECT_EQ(call("path_symlink", with_path({kIn, 5, 3}, "soft")), kSuccess);
  EXPECT_EQ(call("path_readlink", with_path({3}, "soft", {kBuffer, 100, kOut}), {{kBuffer, 5}, {kOut, 4}}), kSuccess);
  EXPECT_EQ(text_at(kBuffer, get<std::uint32_t>(kOut)), "dir/a");
  EXPECT_EQ(call("path_readlink", with_path({3}, "soft", {kBuffer, 3, kOut}), {{kBuffer, 3}, {kOut, 4}}), kSuccess);
  EXPECT_EQ(get<std::uint32_t>(kOut), 3U) << "cut as readlink(2) does";
  EXPECT_EQ(open("soft", 0, kReadOnly, 3, 0, 0), kLoop);
  EXPECT_EQ(open("soft", 0, kReadOnly), kSuccess);
  EXPECT_EQ(call("path_link", with_path({3, 0, kIn, 5, 3}, "hard")), kSuccess);
  EXPECT_EQ(file_text("hard"), "text");
  EXPECT_EQ(call("path_rename", with_path({3, kIn, 5, 3}, "moved")), kSuccess);
  EXPECT_EQ(call("path_unlink_file", with_path({3}, "dir")), kIsdir);
  EXPECT_EQ(call("path_unlink_file", with_path({3}, "moved")), kSuccess);
  EXPECT_EQ(call("path_unlink_file", with_path({3}, "moved")), kNoent);
  EXPECT_EQ(call("path_remove_directory", with_path({3}, "dir")), kSuccess);
  EXPECT_EQ(call("path_remove_directory", with_path({3}, "hard")), kNotdir);
}

TEST_F(Wasi, ListsADirectoryThroughAnyBuffer) {
  std::set<std::string> expected{".", ".."};
  for (int i = 0; i < 40; ++i) {
    const std::string name = "file-" + std::to_string(i);
    make_file(name, "");
    expected.insert(name);
  }
  for (const std::size_t size : {std::size_t{40}, std::size_t{100}, std::size_t{8192}}) {
    std::set<std::string> seen;
    std::uint64_t cookie = 0;
    for (std::size_t used = size; used == size;) {
      ASSERT_EQ(
          call("fd_readdir", {3, kBuffer, static_cast<std::int64_t>(size), static_cast<std::int64_t>(cookie), kOut},
               {{kBuffer, size}, {kOut, 4}}),
          kSuccess);
      used = get<std::uint32_t>(kOut);
      for (std::size_t at = 0; at + sizeof(Dirent) <= used;) {
        const auto entry = get<Dirent>(kBuffer + static_cast<std::int64_t>(at));
        at += sizeof entry + entry.name_length;
        if (at > used) break;  // cut: asked for again by the cookie before it
        const std::string name =
            text_at(kBuffer + static_cast<std::int64_t>(at) - entry.name_length, entry.name_length);
        EXPECT_EQ(entry.type, name.starts_with('.') ? FileType::directory : FileType::regular_file);
        EXPECT_TRUE(seen.insert(name).second) << name;
        cookie = entry.next;
      }
    }
    EXPECT_EQ(seen, expected) << "buffer of " << size;
  }
  EXPECT_EQ(call("fd_readdir", {0, kBuffer, 100, 0, kOut}), kNotdir);
}

TEST_F(Wasi, NothingLeadsOutOfATree) {
  put_text(kIn, "/etc/passwd");
  EXPECT_EQ(open("../x", 0, kReadOnly), kPerm);
  EXPECT_EQ(open("/etc/passwd", 0, kReadOnly), kPerm);
  EXPECT_EQ(call("path_symlink", with_path({kIn, 11, 3}, "absolute")), kPerm);
  EXPECT_EQ(call("path_link", with_path({3, 0, kIn, 11, 3}, "stolen")), kPerm);
  EXPECT_EQ(open("version", 0, kReadOnly, 4), kSuccess);
  EXPECT_EQ(open("version", 0, kBoth, 4), kRofs);
  EXPECT_EQ(open("self/maps", 0, kReadOnly, 4), kPerm);
  EXPECT_EQ(open("new", kCreate, kBoth, 5), kRofs);
  EXPECT_EQ(open(std::string("a\0b", 3), kCreate, kBoth), kInval);
  EXPECT_EQ(open("a", 0, kReadOnly, 1), kNotdir);
  EXPECT_EQ(open("a", 0, kReadOnly, 99), kBadf);
}

TEST_F(Wasi, RenumberMoves) {
  make_file("a", "text");
  ASSERT_EQ(open("a", 0, kReadOnly), kSuccess);
  const std::int64_t fd = opened();
  EXPECT_EQ(call("fd_renumber", {fd, 99}), kBadf);
  EXPECT_EQ(call("fd_renumber", {fd, 0}), kSuccess);
  EXPECT_EQ(read(0, 10), kSuccess);
  EXPECT_EQ(got(), "text");
  EXPECT_EQ(read(fd, 10), kBadf);
}

TEST_F(Wasi, OneVectorIsOneWriteToThePipe) {
  EXPECT_EQ(write(1, "line\n"), kSuccess);
  EXPECT_EQ(read(0, 100), kSuccess);
  EXPECT_EQ(got(), "line\n");
  EXPECT_EQ(call("fd_seek", {1, 0, 1, kOut}), kSpipe);
}

TEST_F(Wasi, SocketCallsOnOtherThings) {
  put(kVectors, Iovec{static_cast<std::uint32_t>(kBuffer), 4});
  for (const std::int64_t fd : {0, 3}) {
    EXPECT_EQ(call("sock_accept", {fd, 0, kOut}), kNotsock);
    EXPECT_EQ(call("sock_recv", {fd, kVectors, 1, 0, kOut, kOut2}), kNotsock);
    EXPECT_EQ(call("sock_send", {fd, kVectors, 1, 0, kOut}), kNotsock);
    EXPECT_EQ(call("sock_shutdown", {fd, 3}), kNotsock);
  }
  EXPECT_EQ(call("sock_shutdown", {0, 4}), kInval);
  EXPECT_EQ(call("sock_shutdown", {99, 3}), kBadf);
}

TEST_F(Wasi, ExitEndsTheGuestWithItsCode) {
  call("proc_exit", {7});
  ASSERT_TRUE(host_->guest->ending);
  EXPECT_EQ(host_->guest->ending->kind, Ending::Kind::exit);
  EXPECT_EQ(host_->guest->ending->code, 7);
  EXPECT_EQ(call("sched_yield", {}), kEnded) << "it does not run any further";
}

TEST_F(Wasi, RaiseDoesWhatTheSignalDoesByDefault) {
  EXPECT_EQ(call("proc_raise", {0}), kSuccess);
  EXPECT_EQ(call("proc_raise", {16}), kSuccess) << "CHLD";
  EXPECT_EQ(call("proc_raise", {18}), kNosys) << "STOP";
  EXPECT_EQ(call("proc_raise", {31}), kInval);
  EXPECT_FALSE(host_->guest->ending);
  call("proc_raise", {6});
  ASSERT_TRUE(host_->guest->ending);
  EXPECT_EQ(host_->guest->ending->kind, Ending::Kind::signal);
  EXPECT_EQ(host_->guest->ending->code, SIGABRT);
}

Subscription clock_after(std::uint64_t timeout, std::uint32_t id, std::uint16_t flags, std::uint64_t user_data) {
  return {.user_data = user_data,
          .type = kClockEvent,
          .unused = {},
          .clock = {.id = id, .unused0 = 0, .timeout = timeout, .precision = 0, .flags = flags, .unused1 = {}}};
}

Subscription ready(std::uint8_t type, std::uint32_t fd, std::uint64_t user_data) {
  Subscription asked{.user_data = user_data, .type = type, .unused = {}, .clock = {}};
  asked.fd = fd;
  return asked;
}

class WasiPoll : public Wasi {
 protected:
  std::int64_t poll(const std::vector<Subscription>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) put(kIn + static_cast<std::int64_t>(i * sizeof all[i]), all[i]);
    return call("poll_oneoff", {kIn, kBuffer, static_cast<std::int64_t>(all.size()), kOut},
                {{kBuffer, all.size() * sizeof(Event)}, {kOut, 4}});
  }
  std::uint32_t happened() { return get<std::uint32_t>(kOut); }
  Event event(std::int64_t i) { return get<Event>(kBuffer + i * 32); }
};

TEST_F(WasiPoll, RelativeClock) {
  const auto before = sys::Clock::now();
  EXPECT_EQ(poll({clock_after(20'000'000, 1, 0, 77)}), kSuccess);
  EXPECT_GE(sys::Clock::now() - before, std::chrono::milliseconds(20));
  ASSERT_EQ(happened(), 1U);
  EXPECT_EQ(event(0).user_data, 77U);
  EXPECT_EQ(event(0).type, kClockEvent);
  EXPECT_EQ(event(0).error, 0);
}

TEST_F(WasiPoll, AbsoluteClocks) {
  for (const std::uint32_t id : {0U, 1U}) {
    EXPECT_EQ(poll({clock_after(1, id, kAbsolute, 5)}), kSuccess) << "long past";
    EXPECT_EQ(happened(), 1U);
    ASSERT_EQ(call("clock_time_get", {id, 1, kOut2}, {{kOut2, 8}}), kSuccess);
    EXPECT_EQ(poll({clock_after(get<std::uint64_t>(kOut2) + 5'000'000, id, kAbsolute, 5)}), kSuccess);
    const auto then = get<std::uint64_t>(kOut2) + 5'000'000;
    ASSERT_EQ(call("clock_time_get", {id, 1, kOut2}, {{kOut2, 8}}), kSuccess);
    EXPECT_GE(get<std::uint64_t>(kOut2), then);
  }
}

TEST_F(WasiPoll, DescriptorsThatAreReady) {
  ASSERT_EQ(write(1, "abc"), kSuccess);
  constexpr std::uint64_t kLong = 3'600'000'000'000;
  EXPECT_EQ(poll({clock_after(kLong, 1, 0, 1), ready(kReadEvent, 0, 2), ready(kWriteEvent, 1, 3)}), kSuccess);
  ASSERT_EQ(happened(), 2U);
  EXPECT_EQ(event(0).user_data, 2U);
  EXPECT_EQ(event(0).type, kReadEvent);
  EXPECT_EQ(event(0).bytes, 3U);
  EXPECT_EQ(event(1).user_data, 3U);
}

TEST_F(WasiPoll, HangUpIsTold) {
  ASSERT_EQ(call("fd_close", {1}), kSuccess);
  ASSERT_EQ(call("fd_close", {2}), kSuccess);
  EXPECT_EQ(poll({ready(kReadEvent, 0, 2)}), kSuccess);
  EXPECT_EQ(event(0).flags, kHangup);
}

TEST_F(WasiPoll, WrongSubscriptionsAreEventsWithErrors) {
  constexpr std::uint64_t kLong = 3'600'000'000'000;
  EXPECT_EQ(poll({clock_after(kLong, 1, 0, 1), ready(kReadEvent, 99, 2), clock_after(1, 2, 0, 3),
                  clock_after(1, 9, 0, 4), ready(7, 0, 5)}),
            kSuccess);
  ASSERT_EQ(happened(), 4U);
  EXPECT_EQ(event(0).error, kBadf);
  EXPECT_EQ(event(1).error, kNotsup);
  EXPECT_EQ(event(2).error, kInval);
  EXPECT_EQ(event(3).error, kInval);
  EXPECT_EQ(call("poll_oneoff", {kIn, kBuffer, 0, kOut}), kInval);
  EXPECT_EQ(call("poll_oneoff", {kIn, kBuffer, 4097, kOut}), kInval);
}

TEST_F(WasiPoll, RequestToStopInterruptsOnceThenEndsTheGuest) {
  constexpr std::uint64_t kLong = 3'600'000'000'000;
  host_->stop->request(SIGINT);
  EXPECT_EQ(poll({clock_after(kLong, 1, 0, 1)}), kIntr);
  EXPECT_EQ(write(1, "the last words\n"), kSuccess) << "cleaning up goes on";
  EXPECT_EQ(poll({clock_after(kLong, 1, 0, 1)}), kEnded);
  ASSERT_TRUE(host_->guest->ending);
  EXPECT_EQ(host_->guest->ending->kind, Ending::Kind::signal);
  EXPECT_EQ(host_->guest->ending->code, SIGINT);
}

TEST_F(WasiUnstable, SeekCountsFromElsewhere) {
  make_file("a", "0123456789");
  ASSERT_EQ(open("a", 0, kReadOnly), kSuccess);
  const std::int64_t fd = opened();
  const auto seek = [&](std::int64_t offset, std::int64_t whence) {
    EXPECT_EQ(call("fd_seek", {fd, offset, whence, kOut}, {{kOut, 8}}), kSuccess);
    return get<std::uint64_t>(kOut);
  };
  EXPECT_EQ(seek(-1, 1), 9U) << "end";
  EXPECT_EQ(seek(-2, 0), 7U) << "current";
  EXPECT_EQ(seek(3, 2), 3U) << "start";
}

TEST_F(WasiUnstable, FilestatHas56Bytes) {
  make_file("a", "12345");
  ASSERT_EQ(open("a", 0, kReadOnly), kSuccess);
  EXPECT_EQ(call("fd_filestat_get", {opened(), kBuffer}, {{kBuffer, 56}}), kSuccess);
  EXPECT_EQ(get<UnstableFilestat>(kBuffer).size, 5U);
  EXPECT_EQ(call("path_filestat_get", with_path({3, 0}, "a", {kBuffer}), {{kBuffer, 56}}), kSuccess);
  const auto status = get<UnstableFilestat>(kBuffer);
  EXPECT_EQ(status.links, 1U);
  EXPECT_EQ(status.size, 5U);
  EXPECT_EQ(status.type, FileType::regular_file);
}

TEST_F(WasiUnstable, SubscriptionsHave56Bytes) {
  for (std::int64_t i = 0; i < 2; ++i) {
    UnstableSubscription asked{
        .user_data = static_cast<std::uint64_t>(i) + 10, .type = kClockEvent, .unused = {}, .timer = {}};
    asked.timer.identifier = 999;
    asked.timer.clock = clock_after(1000, 1, 0, 0).clock;
    put(kIn + i * 56, asked);
  }
  EXPECT_EQ(call("poll_oneoff", {kIn, kBuffer, 2, kOut}, {{kBuffer, 64}, {kOut, 4}}), kSuccess);
  ASSERT_GE(get<std::uint32_t>(kOut), 1U);
  EXPECT_EQ(get<Event>(kBuffer).user_data, 10U);
  EXPECT_EQ(get<Event>(kBuffer).error, 0);
}

}  // namespace
}  // namespace waggle::abi::wasi
