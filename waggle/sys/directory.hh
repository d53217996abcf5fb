// An open directory of a guest, and every operation that takes a path. A path is relative to
// the directory and stays beneath it (beneath.hh). Native flags and structures; errors are the
// kernel's, EROFS for changes in a read-only tree, EPERM for ways out of it.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/descriptor.hh"
#include "waggle/sys/root.hh"

namespace waggle::sys {

struct DirectoryEntry {
  std::uint64_t next;  // the cookie of the entry behind it
  std::uint64_t inode;
  std::uint8_t type;      // DT_*
  std::string_view name;  // valid during the visit
};

class Directory final : public Descriptor {
 public:
  Directory(UniqueFd fd, std::shared_ptr<const Root> root) : fd_(std::move(fd)), root_(std::move(root)) {}

  [[nodiscard]] int host_fd() const noexcept override { return fd_.get(); }
  [[nodiscard]] const Root& root() const noexcept { return *root_; }

  // As openat(2): a File or a Directory. Of the flags, access mode, O_APPEND, O_CREAT,
  // O_DIRECTORY, O_DSYNC, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_SYNC and O_TRUNC count; others
  // are EINVAL.
  [[nodiscard]] Result<std::shared_ptr<Descriptor>> open(const std::string& path, int flags, mode_t mode) const;

  // A descriptor of the host that names the file and gives no access to it (O_PATH), for calls
  // that ask about files. `follow` means a symbolic link at the end of the path.
  [[nodiscard]] Result<UniqueFd> look(const std::string& path, bool follow) const;
  [[nodiscard]] Result<struct stat> status_of(const std::string& path, bool follow) const;
  // As faccessat(2): `mode` of R_OK and so on, `flags` 0 or AT_EACCESS.
  [[nodiscard]] Result<void> may_access(const std::string& path, int mode, int flags, bool follow) const;
  // As utimensat(2): access time, then modification time.
  [[nodiscard]] Result<void> set_times_of(const std::string& path, std::span<const timespec, 2> times,
                                          bool follow) const;
  [[nodiscard]] Result<std::string> read_link(const std::string& path) const;
  [[nodiscard]] Result<void> make_directory(const std::string& path, mode_t mode) const;
  [[nodiscard]] Result<void> remove_directory(const std::string& path) const;
  [[nodiscard]] Result<void> unlink(const std::string& path) const;
  // As renameat2(2), with RENAME_* flags.
  [[nodiscard]] Result<void> rename(const std::string& from, const Directory& to_directory, const std::string& to,
                                    unsigned flags = 0) const;
  [[nodiscard]] Result<void> link(const std::string& from, bool follow, const Directory& to_directory,
                                  const std::string& to) const;
  // The target is only text; it gives nobody a way out of a tree.
  [[nodiscard]] Result<void> make_symlink(const std::string& target, const std::string& path) const;

  // As bind(2) for a Unix socket, which makes a file.
  [[nodiscard]] Result<void> bind_socket(int socket, const std::string& path) const;
  // As connect(2) or the address of sendto(2): calls `use` with the address of the socket at
  // `path`, which is valid during the call.
  using UseAddress = std::function<Result<void>(Bytes address)>;
  [[nodiscard]] Result<void> reach_socket(const std::string& path, const UseAddress& use) const;

  // Visits the entries, "." and ".." among them, from `cookie` on (0: the first) until `visit`
  // returns false or the end. Cookies stay valid as telldir's do.
  [[nodiscard]] Result<void> list(std::uint64_t cookie, const std::function<bool(const DirectoryEntry&)>& visit) const;

  // As getdents64(2): entries from the directory's own offset on, which seek() moves; the bytes
  // written, 0 at the end.
  [[nodiscard]] Result<std::size_t> next_entries(MutableBytes to) const;

  // The directory's own.
  [[nodiscard]] Result<void> set_times(std::span<const timespec, 2> times) const;
  [[nodiscard]] Result<void> sync() const override;
  [[nodiscard]] Result<std::uint64_t> seek(std::int64_t offset, int whence) const override;
  Result<std::size_t> read(Stop&, IoVecs) const override { return Error(EISDIR); }
  Result<std::size_t> write(Stop&, IoVecs) const override { return Error(EBADF); }
  [[nodiscard]] int flags() const noexcept override { return O_RDONLY | O_DIRECTORY; }

 private:
  // A path without its last component, opened, and that component. Creating and removing
  // calls never follow a link there and refuse "." and ".." themselves.
  struct Parent {
    UniqueFd fd;
    std::string name;
  };
  [[nodiscard]] Result<Parent> parent_of(const std::string& path) const;
  [[nodiscard]] Result<Parent> changeable_parent_of(const std::string& path) const;
  struct Reached {
    UniqueFd fd;
    std::shared_ptr<const Root> root;  // what it is part of
  };
  [[nodiscard]] Result<Reached> reach(const std::string& path, int flags, mode_t mode) const;
  [[nodiscard]] Result<void> may_change() const;

  UniqueFd fd_;
  std::shared_ptr<const Root> root_;
};

}  // namespace waggle::sys
