// What a guest does with sockets: make them (whether it may is the caller's question), connect,
// accept, send and receive. Addresses are those of the host's kernel; a File that is no socket gets
// the kernel's ENOTSOCK. Calls that may block wait in wait().
#pragma once

#include <sys/socket.h>

#include <memory>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/file.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

// As socket(2); `type` with SOCK_NONBLOCK or without.
Result<std::shared_ptr<File>> make_socket(int family, int type, int protocol);
struct SocketPair {
  std::shared_ptr<File> first, second;
};
Result<SocketPair> make_socket_pair(int family, int type, int protocol);

Result<void> require_socket(const File& file);
Result<void> bind_address(const File& socket, Bytes address);
Result<void> connect_to(Stop& stop, const File& socket, Bytes address);
Result<void> listen_on(const File& socket, int backlog);
// `flags`: SOCK_NONBLOCK or 0, for the new one.
Result<std::shared_ptr<File>> accept_connection(Stop& stop, const File& socket, int flags);
Result<ByteVector> own_address(const File& socket);
Result<ByteVector> peer_address(const File& socket);
// `how`: SHUT_RD, SHUT_WR, SHUT_RDWR.
Result<void> shut_down(const File& socket, int how);

// As sendmsg(2), but a broken connection is EPIPE without a signal. SO_SNDTIMEO counts.
Result<std::size_t> send_message(Stop& stop, const File& socket, const msghdr& message, int flags);
// As recvmsg(2), which changes the message. SO_RCVTIMEO counts. Descriptors that come with it are
// closed and their control messages taken out (MSG_CTRUNC): a guest knows none of the host's.
Result<std::size_t> receive_message(Stop& stop, const File& socket, msghdr& message, int flags);

struct Received {
  std::size_t bytes;
  int flags;  // MSG_TRUNC
};
// The same without addresses and control messages. `flags`: MSG_PEEK, MSG_WAITALL.
Result<Received> receive(Stop& stop, const File& socket, IoVecs to, int flags);
Result<std::size_t> send(Stop& stop, const File& socket, IoVecs from);

}  // namespace waggle::sys
