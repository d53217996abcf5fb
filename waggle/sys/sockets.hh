// What a guest does with a socket it was given: accept, receive, send, shut down. It cannot
// make one. A File that is no socket gets the kernel's ENOTSOCK.
#pragma once

#include <memory>

#include "waggle/base/result.hh"
#include "waggle/sys/file.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

// `flags`: SOCK_NONBLOCK or 0, for the new one.
Result<std::shared_ptr<File>> accept_connection(Stop& stop, const File& socket, int flags);

struct Received {
  std::size_t bytes;
  int flags;  // MSG_TRUNC
};
// `flags`: MSG_PEEK, MSG_WAITALL.
Result<Received> receive(Stop& stop, const File& socket, IoVecs to, int flags);
Result<std::size_t> send(Stop& stop, const File& socket, IoVecs from);
// `how`: SHUT_RD, SHUT_WR, SHUT_RDWR.
Result<void> shut_down(const File& socket, int how);

}  // namespace waggle::sys
