// What a guest's descriptor number stands for: a file, a directory, a BPF map, a socket. The
// base of all of them; other rooms derive their own (`abi` its maps).
#pragma once

#include <sys/stat.h>

#include <cerrno>

#include "waggle/base/result.hh"

namespace waggle::sys {

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

  // The errno for a use that needs another kind of descriptor; `usual` where this one has
  // nothing of its own to say.
  [[nodiscard]] virtual int misuse(int usual) const noexcept { return usual; }
};

}  // namespace waggle::sys
