#include <fcntl.h>

#include <algorithm>

#include "waggle/abi/lookup.hh"
#include "waggle/abi/wasi/wasi.hh"

namespace waggle::abi::wasi {
namespace {

constexpr mode_t kFileMode = 0666, kDirectoryMode = 0777;  // before the umask

int access_mode(std::uint64_t rights) {
  const bool read = (rights & (rights::kRead | rights::kReaddir)) != 0;
  if ((rights & rights::kWrite) == 0) return O_RDONLY;
  return read ? O_RDWR : O_WRONLY;
}

int native_flags(std::uint32_t open_flags, std::uint32_t fd_flags) {
  int flags = 0;
  if ((open_flags & kCreate) != 0) flags |= O_CREAT;
  if ((open_flags & kDirectoryOnly) != 0) flags |= O_DIRECTORY;
  if ((open_flags & kExclusive) != 0) flags |= O_EXCL;
  if ((open_flags & kTruncate) != 0) flags |= O_TRUNC;
  if ((fd_flags & kAppend) != 0) flags |= O_APPEND;
  if ((fd_flags & kNonblock) != 0) flags |= O_NONBLOCK;
  if ((fd_flags & kDsync) != 0) flags |= O_DSYNC;
  if ((fd_flags & (kSyncFlag | kRsync)) != 0) flags |= O_SYNC;
  return flags;
}

}  // namespace

Result<void> path_create_directory(Guest& guest, Fd fd, Path path) {
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  return directory->make_directory(path.text, kDirectoryMode);
}

Result<void> path_link(Guest& guest, Fd from_fd, std::uint32_t lookup, Path from, Fd to_fd, Path to) {
  WAGGLE_CHECK(only(lookup, kFollow));
  WAGGLE_TRY(const auto from_directory, directory_of(guest, from_fd));
  WAGGLE_TRY(const auto to_directory, directory_of(guest, to_fd));
  return from_directory->link(from.text, lookup == kFollow, *to_directory, to.text);
}

// The rights to read and to write decide the access mode; the others follow from the file.
Result<void> path_open(Guest& guest, Fd fd, std::uint32_t lookup, Path path, std::uint32_t open_flags,
                       std::uint64_t rights, std::uint64_t, std::uint32_t flags, Give<std::int32_t> opened) {
  WAGGLE_CHECK(only(lookup, kFollow));
  WAGGLE_CHECK(only(open_flags, kAllOpenFlags));
  WAGGLE_CHECK(only(flags, kAllFdFlags));
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  int native = native_flags(open_flags, flags) | (lookup == kFollow ? 0 : O_NOFOLLOW);
  // Some libcs ask for every right there is; no directory is opened for writing.
  if ((native & O_DIRECTORY) == 0) native |= access_mode(rights);
  WAGGLE_TRY(const sys::DescriptorRef descriptor, directory->open(path.text, native, kFileMode));
  if (auto* const file = dynamic_cast<sys::File*>(descriptor.get()))
    file->forgo((rights & rights::kRead) == 0, (rights & rights::kWrite) == 0);
  WAGGLE_TRY(const int number, guest.descriptors.insert(descriptor));
  opened.set(number);
  return {};
}

// A text that does not fit is cut, as readlink(2) does.
Result<void> path_readlink(Guest& guest, Fd fd, Path path, Out text, Give<std::uint32_t> used) {
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  WAGGLE_TRY(const std::string target, directory->read_link(path.text));
  const std::size_t n = std::min(target.size(), text.bytes.size());
  std::memcpy(text.bytes.data(), target.data(), n);
  used.set(static_cast<std::uint32_t>(n));
  return {};
}

Result<void> path_remove_directory(Guest& guest, Fd fd, Path path) {
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  return directory->remove_directory(path.text);
}

Result<void> path_rename(Guest& guest, Fd from_fd, Path from, Fd to_fd, Path to) {
  WAGGLE_TRY(const auto from_directory, directory_of(guest, from_fd));
  WAGGLE_TRY(const auto to_directory, directory_of(guest, to_fd));
  return from_directory->rename(from.text, *to_directory, to.text);
}

// An absolute target could only mean a place outside of what the guest may name.
Result<void> path_symlink(Guest& guest, Path target, Fd fd, Path path) {
  if (target.text.starts_with('/')) return Error(EPERM);
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  return directory->make_symlink(target.text, path.text);
}

Result<void> path_unlink_file(Guest& guest, Fd fd, Path path) {
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  return directory->unlink(path.text);
}

}  // namespace waggle::abi::wasi
