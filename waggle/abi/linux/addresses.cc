#include "waggle/abi/linux/addresses.hh"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include "waggle/abi/linux/lookup.hh"

namespace waggle::abi::linux {
namespace {

constexpr std::size_t kFamilySize = sizeof(sa_family_t);

struct Address {
  sockaddr_storage storage{};
  std::size_t size = 0;

  [[nodiscard]] Bytes bytes() const { return std::as_bytes(std::span(&storage, 1)).first(size); }
};

// Copied before it is looked at.
Result<Address> copy_of(Bytes bytes) {
  Address address;
  if (bytes.size() < kFamilySize || bytes.size() > sizeof address.storage) return Error(EINVAL);
  std::memcpy(&address.storage, bytes.data(), bytes.size());
  address.size = bytes.size();
  return address;
}

// The path of a Unix socket; none for an unnamed or an abstract one.
std::optional<std::string> path_of(Bytes address) {
  sockaddr_un unix_address{};
  std::memcpy(&unix_address, address.data(), std::min(address.size(), sizeof unix_address));
  if (unix_address.sun_family != AF_UNIX || address.size() <= kFamilySize || unix_address.sun_path[0] == '\0')
    return std::nullopt;
  const std::size_t most = std::min(address.size() - kFamilySize, sizeof unix_address.sun_path);
  return std::string(unix_address.sun_path, ::strnlen(unix_address.sun_path, most));
}

}  // namespace

Result<void> may_use_family(Guest& guest, int family) {
  using enum policy::Grant;
  switch (family) {
    case AF_UNIX: return guest.policy.check(sockets_unix);
    case AF_INET:
    case AF_INET6: return guest.policy.check(sockets_inet);
    case AF_PACKET: return guest.policy.check(sockets_packet);
    case AF_NETLINK: return guest.policy.check(sockets_netlink);
    default: return Error(EAFNOSUPPORT);
  }
}

Result<void> with_address(Guest& guest, Bytes address, const UseAddress& use) {
  WAGGLE_TRY(const Address copy, copy_of(address));
  // Without a family: a datagram socket forgets its peer.
  if (copy.storage.ss_family != AF_UNSPEC) WAGGLE_CHECK(may_use_family(guest, copy.storage.ss_family));
  const auto path = path_of(copy.bytes());
  if (!path) return use(copy.bytes());
  WAGGLE_TRY(const auto place, place_of(guest, Fd{AT_FDCWD}, *path));
  return place.directory->reach_socket(place.path, use);
}

Result<void> bind_to(Guest& guest, const sys::File& socket, Bytes address) {
  WAGGLE_TRY(const Address copy, copy_of(address));
  WAGGLE_CHECK(may_use_family(guest, copy.storage.ss_family));
  const auto path = path_of(copy.bytes());
  if (!path) return sys::bind_address(socket, copy.bytes());
  WAGGLE_TRY(const auto place, place_of(guest, Fd{AT_FDCWD}, *path));
  return place.directory->bind_socket(socket.host_fd(), place.path);
}

ByteVector visible(ByteVector address) {
  if (address.size() >= kFamilySize && path_of(address)) address.resize(kFamilySize);
  return address;
}

}  // namespace waggle::abi::linux
