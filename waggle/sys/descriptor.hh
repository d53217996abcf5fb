// What a guest's descriptor number stands for: a file, a directory, a BPF map, a socket. The
// base of all of them; other rooms derive their own (`abi` its maps). What can be asked of every
// descriptor is asked here, and answered by default as the kernel answers for one that cannot.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>

#include "waggle/base/result.hh"

namespace waggle::sys {

class Stop;

using IoVecs = std::span<const iovec>;

class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  virtual ~Descriptor() = default;

  // The host's descriptor behind it, for system calls and ppoll; borrowed, and never shown to
  // a guest. Negative where there is none.
  [[nodiscard]] virtual int host_fd() const noexcept = 0;

  // As fstat(2), but as the guest shall see it.
  [[nodiscard]] virtual Result<struct stat> status() const {
    struct stat st{};
    if (::fstat(host_fd(), &st) != 0) return Error(errno);
    return st;
  }

  // As readv(2) and writev(2): the bytes moved. They wait, unless O_NONBLOCK is set.
  virtual Result<std::size_t> read(Stop&, IoVecs) const { return Error(misuse(EINVAL)); }
  virtual Result<std::size_t> write(Stop&, IoVecs) const { return Error(misuse(EINVAL)); }
  // As lseek(2), native `whence`.
  [[nodiscard]] virtual Result<std::uint64_t> seek(std::int64_t, int) const { return Error(misuse(ESPIPE)); }
  // As fsync(2).
  [[nodiscard]] virtual Result<void> sync() const { return Error(misuse(EINVAL)); }
  // As fcntl(2) with F_GETFL and F_SETFL.
  [[nodiscard]] virtual int flags() const noexcept { return O_RDWR; }
  virtual Result<void> set_flags(int) { return {}; }

  // The errno for a use that needs another kind of descriptor; `usual` where this one has
  // nothing of its own to say.
  [[nodiscard]] virtual int misuse(int usual) const noexcept { return usual; }
};

}  // namespace waggle::sys
