#include "waggle/sys/sockets.hh"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "waggle/sys/wait.hh"

namespace waggle::sys {
namespace {

Result<void> done(int result) {
  if (result != 0) return Error(errno);
  return {};
}

Result<std::shared_ptr<File>> adopt_socket(UniqueFd fd) {
  if (!fd) return Error(errno);
  return File::adopt(std::move(fd), File::Origin::opened);
}

msghdr message_of(IoVecs vectors) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(vectors.data());  // recvmsg and sendmsg do not write to it
  message.msg_iovlen = std::min<std::size_t>(vectors.size(), IOV_MAX);
  return message;
}

// How long a call waits for the socket: SO_RCVTIMEO or SO_SNDTIMEO, 0 for ever. The kernel would
// count that time itself, but we wait before we call it.
Time patience_of(const File& socket, int option, int flags) {
  if ((socket.flags() & O_NONBLOCK) != 0 || (flags & MSG_DONTWAIT) != 0) return kNow;
  timeval limit{};
  socklen_t size = sizeof limit;
  if (::getsockopt(socket.host_fd(), SOL_SOCKET, option, &limit, &size) != 0) return kForever;
  if (limit.tv_sec == 0 && limit.tv_usec == 0) return kForever;
  return Clock::now() + std::chrono::seconds(limit.tv_sec) + std::chrono::microseconds(limit.tv_usec);
}

// After a failed call, whose errno it is unless the call is to be made again: another process was faster, or a signal
// that concerns nobody came.
Result<void> retry(Stop& stop, Time until) {
  const int error = errno;
  if (error != EINTR && (error != EAGAIN || Clock::now() >= until)) return Error(error);
  if (stop.must_end() || stop.signals().due()) return Error(error);
  return error == EAGAIN ? pause(stop) : Result<void>();
}

void close_descriptors(const cmsghdr& header) {
  const std::size_t bytes = header.cmsg_len - CMSG_LEN(0);
  for (std::size_t at = 0; at + sizeof(int) <= bytes; at += sizeof(int)) {
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(&header) + at, sizeof fd);
    ::close(fd);
  }
}

// Leaves the control messages that carry no descriptors.
void drop_descriptors(msghdr& message) {
  std::vector<unsigned char> kept;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
      close_descriptors(*header);
      message.msg_flags |= MSG_CTRUNC;
      continue;
    }
    const auto* const begin = reinterpret_cast<const unsigned char*>(header);
    kept.insert(kept.end(), begin, begin + header->cmsg_len);
    kept.resize(CMSG_ALIGN(kept.size()));
  }
  message.msg_controllen = std::min(message.msg_controllen, kept.size());
  if (message.msg_controllen != 0) std::memcpy(message.msg_control, kept.data(), message.msg_controllen);
}

using AskAddress = int (*)(int, sockaddr*, socklen_t*);

Result<ByteVector> address_of(const File& socket, AskAddress ask) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (ask(socket.host_fd(), reinterpret_cast<sockaddr*>(&address), &size) != 0) return Error(errno);
  const auto* const bytes = reinterpret_cast<const std::byte*>(&address);
  return ByteVector(bytes, bytes + std::min<std::size_t>(size, sizeof address));
}

const sockaddr* as_address(Bytes address) { return reinterpret_cast<const sockaddr*>(address.data()); }

// For descriptors that come with a message: only through Unix sockets, and packet sockets refuse the flag.
int close_on_exec(const File& socket, const msghdr& message) {
  if (message.msg_controllen == 0) return 0;
  int domain = AF_UNSPEC;
  socklen_t size = sizeof domain;
  ::getsockopt(socket.host_fd(), SOL_SOCKET, SO_DOMAIN, &domain, &size);
  return domain == AF_UNIX ? MSG_CMSG_CLOEXEC : 0;
}

struct Sending {
  int flags;
  Time until;
};

Result<std::size_t> send_some(Stop& stop, const File& socket, const msghdr& message, Sending how) {
  for (;;) {
    WAGGLE_CHECK(wait_for(stop, socket.host_fd(), POLLOUT, how.until, Patience::patient));
    const ssize_t n = ::sendmsg(socket.host_fd(), &message, how.flags | MSG_NOSIGNAL);
    if (n >= 0) return static_cast<std::size_t>(n);
    WAGGLE_CHECK(retry(stop, how.until));
  }
}

// Until a connection is made or refused.
Result<void> await_connection(Stop& stop, int fd, Time until) {
  const auto waited = wait_for(stop, fd, POLLOUT, until);
  // connect(2) says of its own deadline that it is still in progress.
  if (!waited.ok()) return Error(waited.error().code() == EAGAIN ? EINPROGRESS : waited.error().code());
  int result = 0;
  socklen_t size = sizeof result;
  WAGGLE_CHECK(done(::getsockopt(fd, SOL_SOCKET, SO_ERROR, &result, &size)));
  if (result != 0) return Error(result);
  return {};
}

}  // namespace

// Asked before waiting: a pipe would wait, and only then turn out to be none.
Result<void> require_socket(const File& file) {
  int type = 0;
  socklen_t size = sizeof type;
  return done(::getsockopt(file.host_fd(), SOL_SOCKET, SO_TYPE, &type, &size));
}

Result<std::shared_ptr<File>> make_socket(int family, int type, int protocol) {
  return adopt_socket(UniqueFd(::socket(family, type | SOCK_CLOEXEC, protocol)));
}

Result<SocketPair> make_socket_pair(int family, int type, int protocol) {
  int ends[2];
  if (::socketpair(family, type | SOCK_CLOEXEC, protocol, ends) != 0) return Error(errno);
  UniqueFd other(ends[1]);  // closed if the first fails
  WAGGLE_TRY(auto first, adopt_socket(UniqueFd(ends[0])));
  WAGGLE_TRY(auto second, adopt_socket(std::move(other)));
  return SocketPair{std::move(first), std::move(second)};
}

Result<void> bind_address(const File& socket, Bytes address) {
  return done(::bind(socket.host_fd(), as_address(address), static_cast<socklen_t>(address.size())));
}

Result<void> connect_to(Stop& stop, const File& socket, Bytes address) {
  WAGGLE_CHECK(require_socket(socket));
  const int fd = socket.host_fd();
  const Time until = patience_of(socket, SO_SNDTIMEO, 0);
  while (::connect(fd, as_address(address), static_cast<socklen_t>(address.size())) != 0) {
    if (errno == EINPROGRESS && until != kNow) return await_connection(stop, fd, until);
    // A Unix socket whose listener has its hands full.
    WAGGLE_CHECK(retry(stop, until));
  }
  return {};
}

Result<void> listen_on(const File& socket, int backlog) { return done(::listen(socket.host_fd(), backlog)); }

Result<std::shared_ptr<File>> accept_connection(Stop& stop, const File& socket, int flags) {
  WAGGLE_CHECK(require_socket(socket));
  const Time until = patience_of(socket, SO_RCVTIMEO, 0);
  for (;;) {
    WAGGLE_CHECK(wait_for(stop, socket.host_fd(), POLLIN, until));
    UniqueFd connection(::accept4(socket.host_fd(), nullptr, nullptr, flags | SOCK_CLOEXEC));
    if (connection) return adopt_socket(std::move(connection));
    WAGGLE_CHECK(retry(stop, until));
  }
}

Result<ByteVector> own_address(const File& socket) {
  return address_of(socket,
                    [](int fd, sockaddr* address, socklen_t* size) { return ::getsockname(fd, address, size); });
}

Result<ByteVector> peer_address(const File& socket) {
  return address_of(socket,
                    [](int fd, sockaddr* address, socklen_t* size) { return ::getpeername(fd, address, size); });
}

Result<void> shut_down(const File& socket, int how) { return done(::shutdown(socket.host_fd(), how)); }

Result<std::size_t> send_message(Stop& stop, const File& socket, const msghdr& message, int flags) {
  WAGGLE_CHECK(require_socket(socket));
  const Time until = patience_of(socket, SO_SNDTIMEO, flags);
  const IoVecs all(message.msg_iov, message.msg_iovlen);
  auto sent = send_some(stop, socket, message, {flags, until});
  if (!sent.ok() || until == kNow) return sent;
  // Who waits, waits until all of a stream is sent, or until a signal comes. What it carries has gone with the first.
  while (*sent != 0 && *sent < total_bytes(all)) {
    std::vector<iovec> vectors = behind(all, *sent);
    msghdr rest = message_of(vectors);
    const auto more = send_some(stop, socket, rest, {flags, until});
    if (!more.ok()) break;
    *sent += *more;
  }
  return sent;
}

Result<std::size_t> receive_message(Stop& stop, const File& socket, msghdr& message, int flags) {
  WAGGLE_CHECK(require_socket(socket));
  const Time until = patience_of(socket, SO_RCVTIMEO, flags);
  const int also = close_on_exec(socket, message);
  for (;;) {
    // What is in the error queue is there at once, or is not.
    if ((flags & MSG_ERRQUEUE) == 0) WAGGLE_CHECK(wait_for(stop, socket.host_fd(), POLLIN, until));
    const ssize_t n = ::recvmsg(socket.host_fd(), &message, flags | also);
    if (n >= 0) {
      drop_descriptors(message);
      return static_cast<std::size_t>(n);
    }
    if ((flags & MSG_ERRQUEUE) != 0) return Error(errno);
    WAGGLE_CHECK(retry(stop, until));
  }
}

Result<Received> receive(Stop& stop, const File& socket, IoVecs to, int flags) {
  msghdr message = message_of(to);
  WAGGLE_TRY(const std::size_t n, receive_message(stop, socket, message, flags));
  return Received{n, message.msg_flags & MSG_TRUNC};
}

Result<std::size_t> send(Stop& stop, const File& socket, IoVecs from) {
  return send_message(stop, socket, message_of(from), 0);
}

}  // namespace waggle::sys
