#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <limits>

#include "waggle/abi/lookup.hh"
#include "waggle/abi/wasi/file_type.hh"
#include "waggle/abi/wasi/wasi.hh"
#include "waggle/sys/roots.hh"

namespace waggle::abi::wasi {
namespace {

using namespace rights;

constexpr std::uint64_t kAlways = kSetFlags | kStatus | kSetTimes | kPoll;
constexpr std::uint64_t kOfDirectory = kCreateDirectory | kCreateFile | kLinkSource | kLinkTarget | kOpen | kReaddir |
                                       kReadlink | kRenameSource | kRenameTarget | kPathStatus | kPathSetSize |
                                       kPathSetTimes | kSymlink | kRemoveDirectory | kUnlink | kStatus | kSetTimes |
                                       kSync | kDatasync;
// What may be asked of files opened below a directory. Also where the tree is read-only: libcs
// ask for no more than this, and a file opened for writing shall fail with EROFS, not be
// opened for reading.
constexpr std::uint64_t kInherited = (kAccept << 1) - 1;

std::uint64_t rights_of(const sys::File& file, bool is_socket) {
  std::uint64_t all = kAlways;
  if (file.readable()) all |= kRead;
  if (file.writable()) all |= kWrite;
  if (is_socket) return all | kShutdown | kAccept;
  // A libc takes a character device that can be told its position for a file, not a terminal.
  if (!file.seekable()) return all;
  all |= kSeek | kTell | kAdvise | kSync | kDatasync;
  return file.writable() ? all | kAllocate | kSetSize : all;
}

std::uint16_t fd_flags(int flags) {
  std::uint32_t all = 0;
  if ((flags & O_APPEND) != 0) all |= kAppend;
  if ((flags & O_NONBLOCK) != 0) all |= kNonblock;
  if ((flags & O_SYNC) == O_SYNC) all |= kSyncFlag | kRsync;
  if ((flags & O_DSYNC) != 0) all |= kDsync;
  return static_cast<std::uint16_t>(all);
}

FileType type_of(const sys::Descriptor& descriptor, const struct stat& st) {
  int type = 0;
  socklen_t size = sizeof type;
  const bool datagram = S_ISSOCK(st.st_mode) &&
                        ::getsockopt(descriptor.host_fd(), SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
                        type == SOCK_DGRAM;
  return datagram ? FileType::socket_datagram : file_type(st.st_mode);
}

std::uint64_t nanoseconds(const timespec& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

Filestat filestat(const struct stat& st, FileType type) {
  return {.device = st.st_dev,
          .inode = st.st_ino,
          .type = type,
          .links = st.st_nlink,
          .size = static_cast<std::uint64_t>(st.st_size),
          .accessed = nanoseconds(st.st_atim),
          .modified = nanoseconds(st.st_mtim),
          .changed = nanoseconds(st.st_ctim)};
}

UnstableFilestat narrow(const Filestat& wide) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  return {.device = wide.device,
          .inode = wide.inode,
          .type = wide.type,
          .links = static_cast<std::uint32_t>(std::min(wide.links, kMost)),
          .size = wide.size,
          .accessed = wide.accessed,
          .modified = wide.modified,
          .changed = wide.changed};
}

Result<Filestat> filestat_of(Guest& guest, Fd fd) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  WAGGLE_TRY(const struct stat st, descriptor->status());
  return filestat(st, type_of(*descriptor, st));
}

Result<Filestat> filestat_of(Guest& guest, Fd fd, std::uint32_t lookup, const std::string& path) {
  WAGGLE_CHECK(only(lookup, kFollow));
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  WAGGLE_TRY(const struct stat st, directory->status_of(path, lookup == kFollow));
  return filestat(st, file_type(st.st_mode));
}

timespec time_to_set(std::uint64_t time, bool given, bool now) {
  if (now) return {.tv_sec = 0, .tv_nsec = UTIME_NOW};
  if (!given) return {.tv_sec = 0, .tv_nsec = UTIME_OMIT};
  return {.tv_sec = static_cast<time_t>(time / 1'000'000'000), .tv_nsec = static_cast<long>(time % 1'000'000'000)};
}

struct Times {
  timespec all[2];  // accessed, modified
};

Result<Times> times_to_set(std::uint64_t accessed, std::uint64_t modified, std::uint32_t flags) {
  WAGGLE_CHECK(only(flags, kAllTimeFlags));
  const auto both = [flags](std::uint32_t pair) { return (flags & pair) == pair; };
  if (both(kAtime | kAtimeNow) || both(kMtime | kMtimeNow)) return Error(EINVAL);
  return Times{{time_to_set(accessed, (flags & kAtime) != 0, (flags & kAtimeNow) != 0),
                time_to_set(modified, (flags & kMtime) != 0, (flags & kMtimeNow) != 0)}};
}

// The name of a root that was opened for the guest before it started; EBADF for everything else,
// which is how libcs find the last one.
Result<std::string_view> preopened_name(Guest& guest, Fd fd) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  for (const auto& root : guest.roots.all())
    if (root == descriptor) return std::string_view(root->root().guest_path);
  return Error(EBADF);
}

}  // namespace

Result<void> open_preopens(Guest& guest) {
  for (const auto& root : guest.roots.all()) {
    WAGGLE_TRY([[maybe_unused]] const int fd, guest.descriptors.insert(root));
  }
  return {};
}

Result<void> fd_fdstat_get(Guest& guest, Fd fd, Give<Fdstat> status) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  WAGGLE_TRY(const struct stat st, descriptor->status());
  Fdstat out{.type = type_of(*descriptor, st), .flags = 0, .rights = kAlways, .inheriting = 0};
  if (const auto* file = dynamic_cast<const sys::File*>(descriptor.get())) {
    out.flags = fd_flags(file->flags());
    out.rights = rights_of(*file, S_ISSOCK(st.st_mode));
  } else if (S_ISDIR(st.st_mode)) {
    out.rights = kOfDirectory;
    out.inheriting = kInherited;
  }
  status.set(out);
  return {};
}

Result<void> fd_fdstat_set_flags(Guest& guest, Fd fd, std::uint32_t flags) {
  constexpr std::uint32_t kChangeable = kAppend | kNonblock;
  WAGGLE_CHECK(only(flags, kAllFdFlags));
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  if (((flags ^ fd_flags(file->flags())) & ~kChangeable) != 0) return Error(ENOTSUP);
  return file->set_flags(((flags & kAppend) != 0 ? O_APPEND : 0) | ((flags & kNonblock) != 0 ? O_NONBLOCK : 0));
}

// Rights only shrink. Those to read and to write are given up for good; the others follow from
// the kind of descriptor and stay.
Result<void> fd_fdstat_set_rights(Guest& guest, Fd fd, std::uint64_t base, std::uint64_t inheriting) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  WAGGLE_TRY(const struct stat st, descriptor->status());
  auto* const file = dynamic_cast<sys::File*>(descriptor.get());
  const std::uint64_t have = file                  ? rights_of(*file, S_ISSOCK(st.st_mode))
                             : S_ISDIR(st.st_mode) ? kOfDirectory
                                                   : kAlways;
  if ((base & ~have) != 0 || (inheriting & ~(S_ISDIR(st.st_mode) ? kInherited : 0)) != 0) return Error(EPERM);
  if (file) file->forgo((base & kRead) == 0, (base & kWrite) == 0);
  return {};
}

Result<void> fd_filestat_get(Guest& guest, Fd fd, Give<Filestat> status) {
  WAGGLE_TRY(const Filestat all, filestat_of(guest, fd));
  status.set(all);
  return {};
}

Result<void> unstable::fd_filestat_get(Guest& guest, Fd fd, Give<UnstableFilestat> status) {
  WAGGLE_TRY(const Filestat all, filestat_of(guest, fd));
  status.set(narrow(all));
  return {};
}

Result<void> path_filestat_get(Guest& guest, Fd fd, std::uint32_t lookup, Path path, Give<Filestat> status) {
  WAGGLE_TRY(const Filestat all, filestat_of(guest, fd, lookup, path.text));
  status.set(all);
  return {};
}

Result<void> unstable::path_filestat_get(Guest& guest, Fd fd, std::uint32_t lookup, Path path,
                                         Give<UnstableFilestat> status) {
  WAGGLE_TRY(const Filestat all, filestat_of(guest, fd, lookup, path.text));
  status.set(narrow(all));
  return {};
}

Result<void> fd_filestat_set_size(Guest& guest, Fd fd, std::uint64_t size) {
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  return file->truncate(size);
}

Result<void> fd_filestat_set_times(Guest& guest, Fd fd, std::uint64_t accessed, std::uint64_t modified,
                                   std::uint32_t flags) {
  WAGGLE_TRY(const Times times, times_to_set(accessed, modified, flags));
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  if (const auto* directory = dynamic_cast<const sys::Directory*>(descriptor.get()))
    return directory->set_times(times.all);
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  return file->set_times(times.all);
}

Result<void> path_filestat_set_times(Guest& guest, Fd fd, std::uint32_t lookup, Path path, std::uint64_t accessed,
                                     std::uint64_t modified, std::uint32_t flags) {
  WAGGLE_CHECK(only(lookup, kFollow));
  WAGGLE_TRY(const Times times, times_to_set(accessed, modified, flags));
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  return directory->set_times_of(path.text, times.all, lookup == kFollow);
}

Result<void> fd_prestat_get(Guest& guest, Fd fd, Give<Prestat> prestat) {
  WAGGLE_TRY(const std::string_view name, preopened_name(guest, fd));
  prestat.set({.name_length = static_cast<std::uint32_t>(name.size())});
  return {};
}

Result<void> fd_prestat_dir_name(Guest& guest, Fd fd, Out out) {
  WAGGLE_TRY(const std::string_view name, preopened_name(guest, fd));
  if (out.bytes.size() < name.size()) return Error(ENAMETOOLONG);
  std::memcpy(out.bytes.data(), name.data(), name.size());
  return {};
}

}  // namespace waggle::abi::wasi
