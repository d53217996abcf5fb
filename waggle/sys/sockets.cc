#include "waggle/sys/sockets.hh"

#include <limits.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace waggle::sys {
namespace {

// Asked before waiting: a pipe would wait, and only then turn out to be none.
Result<void> require_socket(const File& file) {
  int type = 0;
  socklen_t size = sizeof type;
  if (::getsockopt(file.host_fd(), SOL_SOCKET, SO_TYPE, &type, &size) != 0) return Error(errno);
  return {};
}

msghdr message_of(IoVecs vectors) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(vectors.data());  // recvmsg and sendmsg do not write to it
  message.msg_iovlen = std::min<std::size_t>(vectors.size(), IOV_MAX);
  return message;
}

}  // namespace

Result<std::shared_ptr<File>> accept_connection(Stop& stop, const File& socket, int flags) {
  WAGGLE_CHECK(require_socket(socket));
  WAGGLE_CHECK(socket.await(stop, POLLIN));
  UniqueFd connection(::accept4(socket.host_fd(), nullptr, nullptr, flags | SOCK_CLOEXEC));
  if (!connection) return Error(errno);
  return File::adopt(std::move(connection), File::Origin::opened);
}

Result<Received> receive(Stop& stop, const File& socket, IoVecs to, int flags) {
  WAGGLE_CHECK(require_socket(socket));
  WAGGLE_CHECK(socket.await(stop, POLLIN));
  msghdr message = message_of(to);
  const ssize_t n = ::recvmsg(socket.host_fd(), &message, flags | MSG_CMSG_CLOEXEC);
  if (n < 0) return Error(errno);
  return Received{static_cast<std::size_t>(n), message.msg_flags & MSG_TRUNC};
}

Result<std::size_t> send(Stop& stop, const File& socket, IoVecs from) {
  WAGGLE_CHECK(require_socket(socket));
  WAGGLE_CHECK(socket.await(stop, POLLOUT));
  const msghdr message = message_of(from);
  const ssize_t n = ::sendmsg(socket.host_fd(), &message, MSG_NOSIGNAL);
  if (n < 0) return Error(errno);
  return static_cast<std::size_t>(n);
}

Result<void> shut_down(const File& socket, int how) {
  if (::shutdown(socket.host_fd(), how) != 0) return Error(errno);
  return {};
}

}  // namespace waggle::sys
