#include <sys/socket.h>

#include "waggle/abi/lookup.hh"
#include "waggle/abi/wasi/wasi.hh"
#include "waggle/sys/sockets.hh"

namespace waggle::abi::wasi {
namespace {

Result<std::shared_ptr<sys::File>> socket_of(Guest& guest, Fd fd) {
  return guest.descriptors.get_as<sys::File>(fd.number, ENOTSOCK);
}

}  // namespace

Result<void> sock_accept(Guest& guest, Fd fd, std::uint32_t flags, Give<std::int32_t> accepted) {
  WAGGLE_CHECK(only(flags, kNonblock));
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  WAGGLE_TRY(const auto connection, sys::accept_connection(guest.stop, *socket, flags != 0 ? SOCK_NONBLOCK : 0));
  WAGGLE_TRY(const int number, guest.descriptors.insert(connection));
  accepted.set(number);
  return {};
}

Result<void> sock_recv(Guest& guest, Fd fd, ReadVectors to, std::uint32_t flags, Give<std::uint32_t> moved,
                       Give<std::uint16_t> happened) {
  WAGGLE_CHECK(only(flags, kPeek | kWaitAll));
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  const int native = ((flags & kPeek) != 0 ? MSG_PEEK : 0) | ((flags & kWaitAll) != 0 ? MSG_WAITALL : 0);
  WAGGLE_TRY(const sys::Received received, sys::receive(guest.stop, *socket, to.get(), native));
  moved.set(static_cast<std::uint32_t>(received.bytes));
  happened.set((received.flags & MSG_TRUNC) != 0 ? kTruncated : 0);
  return {};
}

Result<void> sock_send(Guest& guest, Fd fd, WriteVectors from, std::uint32_t flags, Give<std::uint32_t> moved) {
  WAGGLE_CHECK(only(flags, 0));
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  WAGGLE_TRY(const std::size_t n, sys::send(guest.stop, *socket, from.get()));
  moved.set(static_cast<std::uint32_t>(n));
  return {};
}

Result<void> sock_shutdown(Guest& guest, Fd fd, std::uint32_t how) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  switch (how) {
    case kShutRead: return sys::shut_down(*socket, SHUT_RD);
    case kShutWrite: return sys::shut_down(*socket, SHUT_WR);
    case kShutRead | kShutWrite: return sys::shut_down(*socket, SHUT_RDWR);
    default: return Error(EINVAL);
  }
}

}  // namespace waggle::abi::wasi
