#include <sys/socket.h>

#include "waggle/abi/linux/addresses.hh"
#include "waggle/abi/linux/lookup.hh"
#include "waggle/sys/socket_options.hh"
#include "waggle/sys/sockets.hh"

namespace waggle::abi::linux {
namespace {

constexpr int kTypeFlags = SOCK_NONBLOCK | SOCK_CLOEXEC;

Result<std::shared_ptr<sys::File>> socket_of(Guest& guest, Fd fd) {
  return guest.descriptors.get_as<sys::File>(fd.number, ENOTSOCK);
}

// Raw sockets of the internet families see, and make, everybody's packets.
Result<void> may_make(Guest& guest, int family, int type) {
  WAGGLE_CHECK(may_use_family(guest, family));
  const bool raw = (type & ~kTypeFlags) == SOCK_RAW || (type & ~kTypeFlags) == SOCK_PACKET;
  if (raw && (family == AF_INET || family == AF_INET6)) return guest.policy.check(policy::Grant::sockets_packet);
  return {};
}

}  // namespace

Answer socket(Guest& guest, std::int32_t family, std::int32_t type, std::int32_t protocol) {
  WAGGLE_CHECK(may_make(guest, family, type));
  WAGGLE_TRY(auto made, sys::make_socket(family, type, protocol));
  return answer(guest.descriptors.insert(std::move(made)));
}

Answer socketpair(Guest& guest, std::int32_t family, std::int32_t type, std::int32_t protocol, Give<Pair> pair) {
  WAGGLE_CHECK(may_make(guest, family, type));
  WAGGLE_TRY(sys::SocketPair made, sys::make_socket_pair(family, type, protocol));
  return answer(insert_pair(guest, std::move(made.first), std::move(made.second), pair));
}

Answer bind(Guest& guest, Fd fd, In address) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  WAGGLE_CHECK(sys::require_socket(*socket));
  return answer(bind_to(guest, *socket, address.bytes));
}

Answer connect(Guest& guest, Fd fd, In address) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  WAGGLE_CHECK(
      with_address(guest, address.bytes, [&](Bytes there) { return sys::connect_to(guest.stop, *socket, there); }));
  return 0;
}

Answer listen(Guest& guest, Fd fd, std::int32_t backlog) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  return answer(sys::listen_on(*socket, backlog));
}

Answer accept4(Guest& guest, Fd fd, Fill address, std::int32_t flags) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), kTypeFlags));
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  WAGGLE_TRY(auto connection, sys::accept_connection(guest.stop, *socket, flags));
  // A peer that has gone meanwhile has no address any more.
  auto peer = sys::peer_address(*connection);
  WAGGLE_TRY(const int number, guest.descriptors.insert(std::move(connection)));
  address.set(peer.ok() ? visible(std::move(peer).value()) : ByteVector{});
  return number;
}

Answer getsockname(Guest& guest, Fd fd, Fill address) {
  if (!address.length) return Error(EFAULT);
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  WAGGLE_TRY(ByteVector own, sys::own_address(*socket));
  address.set(visible(std::move(own)));
  return 0;
}

Answer getpeername(Guest& guest, Fd fd, Fill address) {
  if (!address.length) return Error(EFAULT);
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  WAGGLE_TRY(ByteVector peer, sys::peer_address(*socket));
  address.set(visible(std::move(peer)));
  return 0;
}

Answer setsockopt(Guest& guest, Fd fd, std::int32_t level, std::int32_t option, In value) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  if (!sys::takes_descriptor(level, option)) {
    WAGGLE_CHECK(sys::set_option(*socket, level, option, value.bytes));
    return 0;
  }
  Fd given{};
  if (value.bytes.size() != sizeof given.number) return Error(EINVAL);
  std::memcpy(&given.number, value.bytes.data(), sizeof given.number);
  WAGGLE_TRY(const auto program, guest.descriptors.get(given.number));
  const int host = program->host_fd();
  return answer(sys::set_option(*socket, level, option, std::as_bytes(std::span(&host, 1))));
}

Answer getsockopt(Guest& guest, Fd fd, std::int32_t level, std::int32_t option, Fill value) {
  if (!value.length) return Error(EFAULT);
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  WAGGLE_TRY(const ByteVector found, sys::get_option(*socket, level, option, value.room.size()));
  value.set(found);
  return 0;
}

Answer shutdown(Guest& guest, Fd fd, std::int32_t how) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd));
  return answer(sys::shut_down(*socket, how));
}

}  // namespace waggle::abi::linux
