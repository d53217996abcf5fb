#include <sys/socket.h>

#include <algorithm>
#include <vector>

#include "waggle/abi/linux/addresses.hh"
#include "waggle/abi/linux/lookup.hh"
#include "waggle/sys/sockets.hh"

namespace waggle::abi::linux {
namespace {

constexpr std::int32_t kSendFlags =
    MSG_CONFIRM | MSG_DONTROUTE | MSG_DONTWAIT | MSG_EOR | MSG_MORE | MSG_NOSIGNAL | MSG_OOB;
constexpr std::int32_t kReceiveFlags =
    MSG_CMSG_CLOEXEC | MSG_DONTWAIT | MSG_ERRQUEUE | MSG_NOSIGNAL | MSG_OOB | MSG_PEEK | MSG_TRUNC | MSG_WAITALL;
// Of control messages; the kernel's own limit (net.core.optmem_max) is in this range.
constexpr std::size_t kMostControl = 65536;

Result<std::shared_ptr<sys::File>> socket_of(Guest& guest, Fd fd, std::int32_t flags, std::int32_t known) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), static_cast<std::uint32_t>(known)));
  return guest.descriptors.get_as<sys::File>(fd.number, ENOTSOCK);
}

// Sends `message`, to the guest's address where it gives one.
Answer send_to(Guest& guest, const sys::File& socket, msghdr& message, Bytes address, std::int32_t flags) {
  if (address.empty()) return answer(sys::send_message(guest.stop, socket, message, flags));
  std::size_t sent = 0;
  WAGGLE_CHECK(with_address(guest, address, [&](Bytes there) -> Result<void> {
    message.msg_name = const_cast<std::byte*>(there.data());  // sendmsg does not write to it
    message.msg_namelen = static_cast<socklen_t>(there.size());
    WAGGLE_TRY(sent, sys::send_message(guest.stop, socket, message, flags));
    return {};
  }));
  return sent;
}

// A copy of the control messages, which must not speak for waggle: at the level of sockets they
// pass descriptors and credentials.
Result<ByteVector> control_to_send(Guest& guest, const MessageHeader& header) {
  if (header.control_length > kMostControl) return Error(ENOBUFS);
  WAGGLE_TRY(const Bytes given, guest.readable(header.control, header.control_length));
  ByteVector control(given.begin(), given.end());
  msghdr message{};
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  for (cmsghdr* one = CMSG_FIRSTHDR(&message); one; one = CMSG_NXTHDR(&message, one))
    if (one->cmsg_level == SOL_SOCKET) return Error(EPERM, "control messages of SOL_SOCKET");
  return control;
}

// Where the parts of a received message go, all checked before it is received.
struct Room {
  std::vector<iovec> vectors;
  MutableBytes name;
  MutableBytes control;
};

Result<Room> room_for(Guest& guest, const MessageHeader& header) {
  Room room;
  if (header.name != 0) {
    if (header.name_length < 0) return Error(EINVAL);
    WAGGLE_TRY(room.name, guest.writable(header.name, static_cast<std::uint64_t>(header.name_length)));
  }
  WAGGLE_TRY(room.control, guest.writable(header.control, header.control_length));
  if (const int error = load_vectors<std::uint64_t>(guest, header.vectors, header.vector_count, true, room.vectors))
    return Error(error);
  return room;
}

ByteVector name_of(const msghdr& message, const sockaddr_storage& name) {
  const auto* const bytes = reinterpret_cast<const std::byte*>(&name);
  return visible({bytes, bytes + std::min<std::size_t>(message.msg_namelen, sizeof name)});
}

void copy_cut(MutableBytes to, Bytes from) {
  if (const std::size_t n = std::min(to.size(), from.size())) std::memcpy(to.data(), from.data(), n);
}

}  // namespace

Answer sendto(Guest& guest, Fd fd, In from, std::int32_t flags, In address) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd, flags, kSendFlags));
  iovec one{.iov_base = const_cast<std::byte*>(from.bytes.data()), .iov_len = from.bytes.size()};
  msghdr message{};
  message.msg_iov = &one;
  message.msg_iovlen = 1;
  return send_to(guest, *socket, message, address.bytes, flags);
}

Answer recvfrom(Guest& guest, Fd fd, Out to, std::int32_t flags, Fill address) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd, flags, kReceiveFlags));
  iovec one{.iov_base = to.bytes.data(), .iov_len = to.bytes.size()};
  sockaddr_storage name{};
  msghdr message{};
  message.msg_name = &name;
  message.msg_namelen = sizeof name;
  message.msg_iov = &one;
  message.msg_iovlen = 1;
  WAGGLE_TRY(const std::size_t n, sys::receive_message(guest.stop, *socket, message, flags));
  address.set(name_of(message, name));
  return n;
}

Answer sendmsg(Guest& guest, Fd fd, Take<MessageHeader> header, std::int32_t flags) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd, flags, kSendFlags));
  WAGGLE_TRY(ByteVector control, control_to_send(guest, header.value));
  Bytes address;
  if (header.value.name != 0) {
    if (header.value.name_length < 0) return Error(EINVAL);
    WAGGLE_TRY(address, guest.readable(header.value.name, static_cast<std::uint64_t>(header.value.name_length)));
  }
  std::vector<iovec> vectors;
  if (const int error =
          load_vectors<std::uint64_t>(guest, header.value.vectors, header.value.vector_count, false, vectors))
    return Error(error == EINVAL ? EMSGSIZE : error);
  msghdr message{};
  message.msg_iov = vectors.data();
  message.msg_iovlen = vectors.size();
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  return send_to(guest, *socket, message, address, flags);
}

Answer recvmsg(Guest& guest, Fd fd, Change<MessageHeader> header, std::int32_t flags) {
  WAGGLE_TRY(const auto socket, socket_of(guest, fd, flags, kReceiveFlags));
  WAGGLE_TRY(Room room, room_for(guest, header.value));
  ByteVector control(std::min(room.control.size(), kMostControl));
  sockaddr_storage name{};
  msghdr message{};
  message.msg_name = &name;
  message.msg_namelen = sizeof name;
  message.msg_iov = room.vectors.data();
  message.msg_iovlen = room.vectors.size();
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  WAGGLE_TRY(const std::size_t n, sys::receive_message(guest.stop, *socket, message, flags));
  MessageHeader answer = header.value;
  if (answer.name != 0) {
    const ByteVector sender = name_of(message, name);
    copy_cut(room.name, sender);
    answer.name_length = static_cast<std::int32_t>(sender.size());
  }
  copy_cut(room.control, Bytes(control).first(message.msg_controllen));
  answer.control_length = message.msg_controllen;
  answer.flags = static_cast<std::uint32_t>(message.msg_flags & ~MSG_CMSG_CLOEXEC);
  header.set(answer);
  return n;
}

}  // namespace waggle::abi::linux
