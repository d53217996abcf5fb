// What import functions look up for a guest's descriptor.
#pragma once

#include <memory>
#include <utility>

#include "waggle/abi/guest.hh"
#include "waggle/abi/types.hh"
#include "waggle/sys/descriptors.hh"
#include "waggle/sys/directory.hh"
#include "waggle/sys/file.hh"

namespace waggle::abi {

// EBADF for what is not open or no file; the errors of a refused standard file.
inline Result<std::shared_ptr<sys::File>> file_of(Guest& guest, Fd fd) {
  return guest.descriptors.get_as<sys::File>(fd.number, EBADF);
}

// EBADF for what is not open, ENOTDIR for what is no directory.
inline Result<std::shared_ptr<sys::Directory>> directory_of(Guest& guest, Fd fd) {
  return guest.descriptors.get_as<sys::Directory>(fd.number, ENOTDIR);
}

// A descriptor of the host for a guest's number, valid while this lives.
struct HostFd {
  sys::DescriptorRef pin;
  int fd;
};
// EBADF for what is not open or has none.
inline Result<HostFd> host_fd_of(Guest& guest, std::int32_t number) {
  WAGGLE_TRY(sys::DescriptorRef descriptor, guest.descriptors.get(number));
  const int fd = descriptor->host_fd();
  if (fd < 0) return Error(EBADF);
  return HostFd{std::move(descriptor), fd};
}

// Flags of a guest may only be those that its interface has.
inline Result<void> only(std::uint32_t flags, std::uint32_t known) {
  if ((flags & ~known) != 0) return Error(EINVAL);
  return {};
}

}  // namespace waggle::abi
