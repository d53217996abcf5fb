// Finding maps and operating on their elements.
#include <algorithm>
#include <cstring>

#include "waggle/abi/wasm_bpf/wasm_bpf.hh"
#include "waggle/bpf/map_layout.hh"
#include "waggle/sys/descriptors.hh"

namespace waggle::abi::wasm_bpf {
namespace {

// The commands of the frozen ABI: the first four of the kernel's bpf_cmd.
enum Command : std::int32_t { kLookup = 1, kUpdate = 2, kDelete = 3, kNextKey = 4 };

struct Operands {
  const bpf::Map& map;
  std::uint64_t key, value, next_key, flags;
};

// Checks that lie in guest memory, as Results.
Result<Bytes> readable(Guest& guest, std::uint64_t address, std::size_t length) {
  Bytes bytes;
  if (const int error = detail::readable(guest, address, length, bytes)) return Error(error);
  return bytes;
}

Result<MutableBytes> writable(Guest& guest, std::uint64_t address, std::size_t length) {
  MutableBytes bytes;
  if (const int error = detail::writable(guest, address, length, bytes)) return Error(error);
  return bytes;
}

// Replaces the guest's descriptor number at the front of `place` by the host's.
Result<void> translate(Guest& guest, std::byte* place, bool optional) {
  std::int32_t number;
  std::memcpy(&number, place, sizeof number);
  if (optional && number <= 0) return {};
  WAGGLE_TRY(const sys::DescriptorRef descriptor, guest.descriptors.get(number));
  const std::int32_t host = descriptor->host_fd();
  if (host < 0) return Error(EBADF);
  std::memcpy(place, &host, sizeof host);
  return {};
}

// The key as the kernel shall see it; `copy` holds it where a descriptor was translated.
Result<Bytes> key_of(Guest& guest, const Operands& o, ByteVector& copy) {
  WAGGLE_TRY(const Bytes key, readable(guest, o.key, o.map.info().key_size));
  if (!bpf::descriptor_in_key(o.map.info().type)) return key;
  copy.assign(key.begin(), key.end());
  if (copy.size() < sizeof(std::int32_t)) return Error(EINVAL);
  WAGGLE_CHECK(translate(guest, copy.data(), false));
  return Bytes(copy);
}

Result<Bytes> value_of(Guest& guest, const Operands& o, ByteVector& copy) {
  WAGGLE_TRY(const Bytes value, readable(guest, o.value, o.map.value_bytes(o.flags)));
  const auto field = bpf::descriptor_in_value(o.map.info().type, o.map.info().value_size);
  if (!field) return value;
  copy.assign(value.begin(), value.end());
  std::byte* place = copy.data() + field->offset;
  WAGGLE_CHECK(translate(guest, place, field->optional));
  // An eight-byte field holds a number whose upper half the guest has sign-extended or not.
  if (field->size == 8) std::memset(place + 4, 0, 4);
  return Bytes(copy);
}

Result<void> lookup(Guest& guest, const Operands& o) {
  ByteVector copy;
  WAGGLE_TRY(const Bytes key, key_of(guest, o, copy));
  WAGGLE_TRY(const MutableBytes value, writable(guest, o.value, o.map.value_bytes(o.flags)));
  return o.map.lookup(key, value, o.flags);
}

Result<void> update(Guest& guest, const Operands& o) {
  ByteVector key_copy, value_copy;
  WAGGLE_TRY(const Bytes key, key_of(guest, o, key_copy));
  WAGGLE_TRY(const Bytes value, value_of(guest, o, value_copy));
  return o.map.update(key, value, o.flags);
}

Result<void> erase(Guest& guest, const Operands& o) {
  ByteVector copy;
  WAGGLE_TRY(const Bytes key, key_of(guest, o, copy));
  return o.map.erase(key);
}

Result<void> next_key(Guest& guest, const Operands& o) {
  Bytes key;  // empty asks for the first one
  if (o.key != 0) {
    WAGGLE_TRY(key, readable(guest, o.key, o.map.info().key_size));
  }
  WAGGLE_TRY(const MutableBytes next, writable(guest, o.next_key, o.map.info().key_size));
  return o.map.next_key(key, next);
}

Result<void> operate(Guest& guest, std::int32_t command, const Operands& o) {
  switch (command) {
    case kLookup: return lookup(guest, o);
    case kUpdate: return update(guest, o);
    case kDelete: return erase(guest, o);
    case kNextKey: return next_key(guest, o);
    default: return Error(EINVAL);
  }
}

}  // namespace

Result<Fd> map_fd_by_name(Guest& guest, Object object, Str name) {
  const auto owner = guest.objects.find(object);
  if (!owner) return Error(EINVAL);
  const bpf::Map* map = owner->object().map(name.text);
  if (!map) return Error(EINVAL);  // what libbpf's bpf_object__find_map_fd_by_name answered
  // The same number as the last time, unless the guest has closed it.
  if (const auto known = owner->numbers().find(map); known != owner->numbers().end()) {
    const auto open = guest.descriptors.get_as<MapDescriptor>(known->second, EBADF);
    std::shared_ptr<BpfObject> pinned;
    if (open.ok() && (*open)->map(pinned) == map) return Fd{known->second};
  }
  WAGGLE_TRY(const int number, guest.descriptors.insert(std::make_shared<MapDescriptor>(owner, *map)));
  owner->numbers()[map] = number;
  return Fd{number};
}

Result<std::int32_t> map_operate(Guest& guest, Fd map, std::int32_t command, GuestPtr key, GuestPtr value,
                                 GuestPtr next, std::uint64_t flags) {
  return map_operate_64(guest, map, command, {key.address}, {value.address}, {next.address}, flags);
}

Result<std::int32_t> map_operate_64(Guest& guest, Fd map, std::int32_t command, GuestPtr64 key, GuestPtr64 value,
                                    GuestPtr64 next, std::uint64_t flags) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get_as<MapDescriptor>(map.number, EBADF));
  std::shared_ptr<BpfObject> owner;
  const bpf::Map* found = descriptor->map(owner);
  if (!found) return Error(EBADF);
  WAGGLE_CHECK(operate(guest, command, {*found, key.address, value.address, next.address, flags}));
  return 0;
}

}  // namespace waggle::abi::wasm_bpf
