#include <fcntl.h>
#include <stdio.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "waggle/abi/linux/lookup.hh"

namespace waggle::abi::linux {
namespace {

// musl sets it in every open; for 64-bit programs it means nothing, and the C library has it as 0.
constexpr int kLargeFile = 0100000;

constexpr std::uint32_t kLookFlags = AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT;

bool follows(std::int32_t flags) { return (flags & AT_SYMLINK_NOFOLLOW) == 0; }

// The descriptor itself is meant, not a path from it.
bool means_descriptor(Fd directory, const std::string& path, std::int32_t flags) {
  return path.empty() && (flags & AT_EMPTY_PATH) != 0 && directory.number != AT_FDCWD;
}

// "" with AT_FDCWD is the directory that relative paths start from.
Result<sys::Roots::Place> place_of(Guest& guest, Fd directory, const std::string& path, std::int32_t flags) {
  return linux::place_of(guest, directory, path.empty() && (flags & AT_EMPTY_PATH) != 0 ? "." : path);
}

Result<struct stat> status_of(Guest& guest, Fd directory, const std::string& path, std::int32_t flags) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), kLookFlags));
  if (means_descriptor(directory, path, flags)) {
    WAGGLE_TRY(const auto descriptor, guest.descriptors.get(directory.number));
    return descriptor->status();
  }
  WAGGLE_TRY(const auto place, place_of(guest, directory, path, flags));
  return place.directory->status_of(place.path, follows(flags));
}

Result<struct statx> extended_status(int fd, std::int32_t flags, std::uint32_t mask) {
  struct statx status{};
  if (::statx(fd, "", (flags & AT_STATX_SYNC_TYPE) | AT_EMPTY_PATH, mask, &status) != 0) return Error(errno);
  return status;
}

}  // namespace

Answer openat(Guest& guest, Fd directory, Str path, std::int32_t flags, std::uint32_t mode) {
  WAGGLE_TRY(const auto place, linux::place_of(guest, directory, path.text));
  const int native = flags & ~(O_CLOEXEC | O_NOCTTY | kLargeFile);
  WAGGLE_TRY(auto opened, place.directory->open(place.path, native, mode & ~guest.file_mask));
  return answer(guest.descriptors.insert(std::move(opened)));
}

Answer newfstatat(Guest& guest, Fd directory, Str path, Give<struct stat> status, std::int32_t flags) {
  WAGGLE_TRY(const struct stat found, status_of(guest, directory, path.text, flags));
  status.set(found);
  return 0;
}

Answer statx(Guest& guest, Fd directory, Str path, std::int32_t flags, std::uint32_t mask, Give<struct statx> status) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), kLookFlags | AT_STATX_SYNC_TYPE));
  if (means_descriptor(directory, path.text, flags)) {
    WAGGLE_TRY(const auto descriptor, guest.descriptors.get(directory.number));
    WAGGLE_TRY(const struct stat shown, descriptor->status());
    WAGGLE_TRY(struct statx found, extended_status(descriptor->host_fd(), flags, mask));
    found.stx_mode = static_cast<std::uint16_t>(shown.st_mode);
    status.set(found);
    return 0;
  }
  WAGGLE_TRY(const auto place, place_of(guest, directory, path.text, flags));
  WAGGLE_TRY(const UniqueFd fd, place.directory->look(place.path, follows(flags)));
  WAGGLE_TRY(const struct statx found, extended_status(fd.get(), flags, mask));
  status.set(found);
  return 0;
}

Answer readlinkat(Guest& guest, Fd directory, Str path, Out text) {
  if (text.bytes.empty()) return Error(EINVAL);
  WAGGLE_TRY(const auto place, linux::place_of(guest, directory, path.text));
  WAGGLE_TRY(const std::string target, place.directory->read_link(place.path));
  const std::size_t n = std::min(target.size(), text.bytes.size());
  std::memcpy(text.bytes.data(), target.data(), n);
  return n;
}

Answer faccessat2(Guest& guest, Fd directory, Str path, std::int32_t mode, std::int32_t flags) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH));
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(mode), R_OK | W_OK | X_OK));
  if (means_descriptor(directory, path.text, flags)) {
    WAGGLE_TRY(const auto descriptor, guest.descriptors.get(directory.number));
    if (::faccessat(descriptor->host_fd(), "", mode, flags) != 0) return Error(errno);
    return 0;
  }
  WAGGLE_TRY(const auto place, place_of(guest, directory, path.text, flags));
  return answer(place.directory->may_access(place.path, mode, flags & AT_EACCESS, follows(flags)));
}

Answer unlinkat(Guest& guest, Fd directory, Str path, std::int32_t flags) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), AT_REMOVEDIR));
  WAGGLE_TRY(const auto place, linux::place_of(guest, directory, path.text));
  return answer(flags != 0 ? place.directory->remove_directory(place.path) : place.directory->unlink(place.path));
}

Answer renameat2(Guest& guest, Fd from_directory, Str from, Fd to_directory, Str to, std::uint32_t flags) {
  WAGGLE_CHECK(only(flags, RENAME_NOREPLACE | RENAME_EXCHANGE));
  WAGGLE_TRY(const auto old, linux::place_of(guest, from_directory, from.text));
  WAGGLE_TRY(const auto target, linux::place_of(guest, to_directory, to.text));
  return answer(old.directory->rename(old.path, *target.directory, target.path, flags));
}

Answer mkdirat(Guest& guest, Fd directory, Str path, std::uint32_t mode) {
  WAGGLE_TRY(const auto place, linux::place_of(guest, directory, path.text));
  return answer(place.directory->make_directory(place.path, mode & ~guest.file_mask));
}

Answer getcwd(Guest& guest, Out path) {
  constexpr std::string_view kRoot("/\0", 2);
  // A directory granted as "." has no other name.
  if (guest.roots.locate(".").ok()) return Error(ENOENT);
  if (path.bytes.size() < kRoot.size()) return Error(ERANGE);
  std::memcpy(path.bytes.data(), kRoot.data(), kRoot.size());
  return static_cast<std::int64_t>(kRoot.size());
}

Answer umask(Guest& guest, std::uint32_t mask) {
  constexpr std::uint32_t kPermissions = 0777;
  return std::exchange(guest.file_mask, mask & kPermissions);
}

Answer statfs(Guest& guest, Str path, Give<struct statfs> status) {
  WAGGLE_TRY(const auto place, linux::place_of(guest, Fd{AT_FDCWD}, path.text));
  WAGGLE_TRY(const UniqueFd fd, place.directory->look(place.path, true));
  struct statfs found{};
  if (::fstatfs(fd.get(), &found) != 0) return Error(errno);
  status.set(found);
  return 0;
}

}  // namespace waggle::abi::linux
