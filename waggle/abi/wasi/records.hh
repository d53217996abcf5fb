// The structures and numbers of WASI preview1 as they lie in a guest's memory (its source is
// typenames.witx of the snapshots preview1 and 0). Little-endian, as the host.
#pragma once

#include <cstdint>

namespace waggle::abi::wasi {

enum class FileType : std::uint8_t {
  unknown,
  block_device,
  character_device,
  directory,
  regular_file,
  socket_datagram,
  socket_stream,
  symbolic_link
};

namespace rights {
inline constexpr std::uint64_t kDatasync = 1 << 0, kRead = 1 << 1, kSeek = 1 << 2, kSetFlags = 1 << 3, kSync = 1 << 4,
                               kTell = 1 << 5, kWrite = 1 << 6, kAdvise = 1 << 7, kAllocate = 1 << 8,
                               kCreateDirectory = 1 << 9, kCreateFile = 1 << 10, kLinkSource = 1 << 11,
                               kLinkTarget = 1 << 12, kOpen = 1 << 13, kReaddir = 1 << 14, kReadlink = 1 << 15,
                               kRenameSource = 1 << 16, kRenameTarget = 1 << 17, kPathStatus = 1 << 18,
                               kPathSetSize = 1 << 19, kPathSetTimes = 1 << 20, kStatus = 1 << 21, kSetSize = 1 << 22,
                               kSetTimes = 1 << 23, kSymlink = 1 << 24, kRemoveDirectory = 1 << 25, kUnlink = 1 << 26,
                               kPoll = 1 << 27, kShutdown = 1 << 28, kAccept = 1 << 29;
}  // namespace rights

// fdflags
inline constexpr std::uint32_t kAppend = 1, kDsync = 2, kNonblock = 4, kRsync = 8, kSyncFlag = 16, kAllFdFlags = 31;
// oflags
inline constexpr std::uint32_t kCreate = 1, kDirectoryOnly = 2, kExclusive = 4, kTruncate = 8, kAllOpenFlags = 15;
// lookupflags
inline constexpr std::uint32_t kFollow = 1;
// fstflags
inline constexpr std::uint32_t kAtime = 1, kAtimeNow = 2, kMtime = 4, kMtimeNow = 8, kAllTimeFlags = 15;
// riflags, roflags, sdflags
inline constexpr std::uint32_t kPeek = 1, kWaitAll = 2, kTruncated = 1, kShutRead = 1, kShutWrite = 2;
// eventtype, eventrwflags, subclockflags
inline constexpr std::uint8_t kClockEvent = 0, kReadEvent = 1, kWriteEvent = 2;
inline constexpr std::uint16_t kHangup = 1, kAbsolute = 1;

struct Fdstat {
  FileType type;
  std::uint8_t unused0 = 0;
  std::uint16_t flags;
  std::uint32_t unused1 = 0;
  std::uint64_t rights;
  std::uint64_t inheriting;
};
static_assert(sizeof(Fdstat) == 24);

struct Filestat {
  std::uint64_t device;
  std::uint64_t inode;
  FileType type;
  std::uint8_t unused[7] = {};
  std::uint64_t links;
  std::uint64_t size;
  std::uint64_t accessed, modified, changed;  // nanoseconds of CLOCK_REALTIME
};
static_assert(sizeof(Filestat) == 64);

struct UnstableFilestat {
  std::uint64_t device;
  std::uint64_t inode;
  FileType type;
  std::uint8_t unused[3] = {};
  std::uint32_t links;
  std::uint64_t size;
  std::uint64_t accessed, modified, changed;
};
static_assert(sizeof(UnstableFilestat) == 56);

struct Dirent {
  std::uint64_t next;
  std::uint64_t inode;
  std::uint32_t name_length;
  FileType type;
  std::uint8_t unused[3] = {};
};
static_assert(sizeof(Dirent) == 24);

struct Prestat {
  std::uint32_t tag = 0;  // a directory
  std::uint32_t name_length;
};
static_assert(sizeof(Prestat) == 8);

struct ClockSubscription {
  std::uint32_t id;
  std::uint32_t unused0;
  std::uint64_t timeout;
  std::uint64_t precision;
  std::uint16_t flags;
  std::uint8_t unused1[6];
};
static_assert(sizeof(ClockSubscription) == 32);

struct Subscription {
  std::uint64_t user_data;
  std::uint8_t type;
  std::uint8_t unused[7];
  union {
    ClockSubscription clock;
    std::uint32_t fd;
  };
};
static_assert(sizeof(Subscription) == 48);

// Snapshot 0 has a second user's number before the clock, which never meant anything.
struct UnstableClockSubscription {
  std::uint64_t identifier;
  ClockSubscription clock;
};

struct UnstableSubscription {
  std::uint64_t user_data;
  std::uint8_t type;
  std::uint8_t unused[7];
  union {
    UnstableClockSubscription timer;
    std::uint32_t fd;
  };
};
static_assert(sizeof(UnstableSubscription) == 56);

struct Event {
  std::uint64_t user_data;
  std::uint16_t error = 0;
  std::uint8_t type;
  std::uint8_t unused0[5] = {};
  std::uint64_t bytes = 0;
  std::uint16_t flags = 0;
  std::uint8_t unused1[6] = {};
};
static_assert(sizeof(Event) == 32);

}  // namespace waggle::abi::wasi
