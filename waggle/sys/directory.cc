#include "waggle/sys/directory.hh"

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstddef>
#include <cstring>

#include "waggle/sys/beneath.hh"
#include "waggle/sys/file.hh"
#include "waggle/sys/proc_links.hh"

namespace waggle::sys {
namespace {

constexpr int kOpenFlags = O_ACCMODE | O_APPEND | O_CREAT | O_DIRECTORY | O_DSYNC | O_EXCL | O_NOFOLLOW | O_NONBLOCK |
                           O_SYNC | O_TRUNC | O_LARGEFILE;

bool changes(int flags) { return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0; }

int look_flags(bool follow) { return O_PATH | (follow ? 0 : O_NOFOLLOW); }

Result<void> done(int result) {
  if (result != 0) return Error(errno);
  return {};
}

// The path through which the kernel finds an open file again, for calls that take no O_PATH
// descriptor.
std::string reopening(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

Result<sockaddr_un> unix_address(const std::string& path) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  if (path.size() >= sizeof address.sun_path) return Error(ENAMETOOLONG);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

}  // namespace

Result<void> Directory::may_change() const {
  if (root_->read_only) return Error(EROFS);
  return {};
}

Result<Directory::Reached> Directory::reach(const std::string& path, int flags, mode_t mode) const {
  if (root_->follow_proc_links) {
    const auto link = parse_proc_link(path);
    // A bare link with O_NOFOLLOW means the link itself.
    if (link && !(link->rest.empty() && (flags & O_NOFOLLOW) != 0)) {
      WAGGLE_TRY(UniqueFd fd, open_proc_link(fd_.get(), *root_, *link, flags));
      return Reached{std::move(fd), std::make_shared<const Root>(behind_proc_link(*root_))};
    }
  }
  WAGGLE_TRY(UniqueFd fd, open_beneath(fd_.get(), *root_, path, flags, mode));
  return Reached{std::move(fd), root_};
}

Result<std::shared_ptr<Descriptor>> Directory::open(const std::string& path, int flags, mode_t mode) const {
  if ((flags & ~kOpenFlags) != 0) return Error(EINVAL);
  if (changes(flags)) WAGGLE_CHECK(may_change());
  WAGGLE_TRY(Reached reached, reach(path, flags, mode));
  struct stat st{};
  if (::fstat(reached.fd.get(), &st) != 0) return Error(errno);
  if (S_ISDIR(st.st_mode))
    return std::shared_ptr<Descriptor>(std::make_shared<Directory>(std::move(reached.fd), std::move(reached.root)));
  const File::Origin origin = reached.root->read_only ? File::Origin::read_only : File::Origin::opened;
  WAGGLE_TRY(std::shared_ptr<Descriptor> file, File::adopt(std::move(reached.fd), origin));
  return file;
}

Result<UniqueFd> Directory::look(const std::string& path, bool follow) const {
  WAGGLE_TRY(Reached reached, reach(path, look_flags(follow), 0));
  return std::move(reached.fd);
}

Result<struct stat> Directory::status_of(const std::string& path, bool follow) const {
  WAGGLE_TRY(const UniqueFd fd, look(path, follow));
  struct stat st{};
  if (::fstat(fd.get(), &st) != 0) return Error(errno);
  return st;
}

Result<void> Directory::may_access(const std::string& path, int mode, int flags, bool follow) const {
  WAGGLE_TRY(const UniqueFd fd, look(path, follow));
  if ((mode & W_OK) != 0) WAGGLE_CHECK(may_change());
  return done(::faccessat(fd.get(), "", mode, flags | AT_EMPTY_PATH));
}

Result<void> Directory::set_times_of(const std::string& path, std::span<const timespec, 2> times, bool follow) const {
  WAGGLE_CHECK(may_change());
  WAGGLE_TRY(const Reached reached, reach(path, look_flags(follow), 0));
  return done(::utimensat(reached.fd.get(), "", times.data(), AT_EMPTY_PATH));
}

Result<std::string> Directory::read_link(const std::string& path) const {
  WAGGLE_TRY(const Reached reached, reach(path, look_flags(false), 0));
  std::array<char, PATH_MAX> text;
  const ssize_t n = ::readlinkat(reached.fd.get(), "", text.data(), text.size());
  // Asked about the descriptor itself, the kernel calls a file that is no link ENOENT.
  if (n < 0) return Error(errno == ENOENT ? EINVAL : errno);
  return std::string(text.data(), static_cast<std::size_t>(n));
}

Result<Directory::Parent> Directory::parent_of(const std::string& path) const {
  if (path.empty()) return Error(ENOENT);
  if (path.find('\0') != std::string::npos) return Error(EINVAL);
  const std::size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return Error(EPERM);  // "/"
  const std::size_t slash = path.rfind('/', end);
  const std::string above = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  WAGGLE_TRY(UniqueFd fd, open_beneath(fd_.get(), *root_, above, O_PATH | O_DIRECTORY));
  return Parent{std::move(fd), slash == std::string::npos ? path : path.substr(slash + 1)};
}

Result<Directory::Parent> Directory::changeable_parent_of(const std::string& path) const {
  WAGGLE_CHECK(may_change());
  return parent_of(path);
}

Result<void> Directory::make_directory(const std::string& path, mode_t mode) const {
  WAGGLE_TRY(const Parent parent, changeable_parent_of(path));
  return done(::mkdirat(parent.fd.get(), parent.name.c_str(), mode));
}

Result<void> Directory::remove_directory(const std::string& path) const {
  WAGGLE_TRY(const Parent parent, changeable_parent_of(path));
  return done(::unlinkat(parent.fd.get(), parent.name.c_str(), AT_REMOVEDIR));
}

Result<void> Directory::unlink(const std::string& path) const {
  WAGGLE_TRY(const Parent parent, changeable_parent_of(path));
  return done(::unlinkat(parent.fd.get(), parent.name.c_str(), 0));
}

Result<void> Directory::rename(const std::string& from, const Directory& to_directory, const std::string& to,
                               unsigned flags) const {
  WAGGLE_TRY(const Parent old, changeable_parent_of(from));
  WAGGLE_TRY(const Parent target, to_directory.changeable_parent_of(to));
  return done(::renameat2(old.fd.get(), old.name.c_str(), target.fd.get(), target.name.c_str(), flags));
}

Result<void> Directory::link(const std::string& from, bool follow, const Directory& to_directory,
                             const std::string& to) const {
  WAGGLE_CHECK(may_change());
  WAGGLE_TRY(const Reached old, reach(from, look_flags(follow), 0));
  WAGGLE_TRY(const Parent target, to_directory.changeable_parent_of(to));
  // linkat with AT_EMPTY_PATH would need CAP_DAC_READ_SEARCH. The magic link leads to what was
  // reached and no further, also where that is a symbolic link.
  return done(
      ::linkat(AT_FDCWD, reopening(old.fd.get()).c_str(), target.fd.get(), target.name.c_str(), AT_SYMLINK_FOLLOW));
}

Result<void> Directory::make_symlink(const std::string& target, const std::string& path) const {
  if (target.find('\0') != std::string::npos) return Error(EINVAL);
  WAGGLE_TRY(const Parent parent, changeable_parent_of(path));
  return done(::symlinkat(target.c_str(), parent.fd.get(), parent.name.c_str()));
}

Result<void> Directory::list(std::uint64_t cookie, const std::function<bool(const DirectoryEntry&)>& visit) const {
  if (::lseek(fd_.get(), static_cast<off_t>(cookie), SEEK_SET) < 0) return Error(errno);
  alignas(dirent64) std::array<std::byte, 32768> buffer;
  for (;;) {
    const ssize_t n = ::getdents64(fd_.get(), buffer.data(), buffer.size());
    if (n < 0) return Error(errno);
    if (n == 0) return {};
    for (std::size_t at = 0; at < static_cast<std::size_t>(n);) {
      const auto* const entry = reinterpret_cast<const dirent64*>(buffer.data() + at);
      at += entry->d_reclen;
      if (!visit({static_cast<std::uint64_t>(entry->d_off), entry->d_ino, entry->d_type, entry->d_name})) return {};
    }
  }
}

Result<void> Directory::bind_socket(int socket, const std::string& path) const {
  WAGGLE_TRY(const Parent parent, changeable_parent_of(path));
  WAGGLE_TRY(const sockaddr_un address, unix_address(reopening(parent.fd.get()) + "/" + parent.name));
  return done(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address));
}

Result<void> Directory::reach_socket(const std::string& path, const UseAddress& use) const {
  WAGGLE_TRY(const UniqueFd fd, look(path, true));
  WAGGLE_TRY(const sockaddr_un address, unix_address(reopening(fd.get())));
  return use(std::as_bytes(std::span(&address, 1)));
}

Result<std::size_t> Directory::next_entries(MutableBytes to) const {
  const ssize_t n = ::getdents64(fd_.get(), to.data(), to.size());
  if (n < 0) return Error(errno);
  return static_cast<std::size_t>(n);
}

Result<std::uint64_t> Directory::seek(std::int64_t offset, int whence) const {
  const off_t at = ::lseek(fd_.get(), offset, whence);
  if (at < 0) return Error(errno);
  return static_cast<std::uint64_t>(at);
}

Result<void> Directory::set_times(std::span<const timespec, 2> times) const {
  WAGGLE_CHECK(may_change());
  return done(::futimens(fd_.get(), times.data()));
}

Result<void> Directory::sync() const { return done(::fsync(fd_.get())); }

}  // namespace waggle::sys
