#include "waggle/abi/elements.hh"

#include <cstring>

#include "waggle/abi/lookup.hh"
#include "waggle/bpf/map_layout.hh"

namespace waggle::abi {
namespace {

// Replaces the guest's descriptor number at the front of `place` by the host's.
Result<void> translate(Guest& guest, std::byte* place, bool optional) {
  std::int32_t number;
  std::memcpy(&number, place, sizeof number);
  if (optional && number <= 0) return {};
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, number));
  std::memcpy(place, &host.fd, sizeof host.fd);
  return {};
}

// Values carry it at `field`.
Result<void> translate_value(Guest& guest, std::byte* value, const bpf::DescriptorField& field) {
  std::byte* const place = value + field.offset;
  WAGGLE_CHECK(translate(guest, place, field.optional));
  // An eight-byte field holds a number whose upper half the guest has sign-extended or not.
  if (field.size == 8) std::memset(place + 4, 0, 4);
  return {};
}

// The kernel reads keys and values that it is given and writes others: libbpf has one type for both.
std::byte* not_written(Bytes bytes) { return const_cast<std::byte*>(bytes.data()); }

struct HostBatch {
  bpf::Map::Batch batch;
  bpf::Map::BatchWalk walk;
};

Result<HostBatch> reading_batch(Guest& guest, const ElementWalk& walk, const Elements& e) {
  HostBatch host{{.count = e.count, .element_flags = e.element_flags, .flags = e.flags}, {}};
  const std::uint64_t count = e.count;
  WAGGLE_TRY(const MutableBytes keys, guest.writable(e.keys, count * e.map.info().key_size));
  WAGGLE_TRY(const MutableBytes values, guest.writable(e.values, count * e.map.value_bytes(e.element_flags)));
  WAGGLE_TRY(const MutableBytes next, guest.writable(walk.next, e.map.batch_place_bytes()));
  host.batch.keys = keys.data();
  host.batch.values = values.data();
  host.walk.next = next.data();
  if (walk.from != 0) {
    WAGGLE_TRY(const Bytes from, guest.readable(walk.from, e.map.batch_place_bytes()));
    host.walk.from = from.data();
  }
  return host;
}

}  // namespace

namespace detail {

Result<Bytes> key_of(Guest& guest, const Element& e, ByteVector& copy) {
  WAGGLE_TRY(const Bytes key, guest.readable(e.key, e.map.info().key_size));
  if (!bpf::descriptor_in_key(e.map.info().type)) return key;
  copy.assign(key.begin(), key.end());
  if (copy.size() < sizeof(std::int32_t)) return Error(EINVAL);
  WAGGLE_CHECK(translate(guest, copy.data(), false));
  return Bytes(copy);
}

Result<Bytes> values_of(Guest& guest, const Element& e, std::uint64_t count, ByteVector& copy) {
  const std::size_t size = e.map.value_bytes(e.flags);
  WAGGLE_TRY(const Bytes values, guest.readable(e.value, size * count));
  const auto field = bpf::descriptor_in_value(e.map.info().type, e.map.info().value_size);
  if (!field) return values;
  copy.assign(values.begin(), values.end());
  for (std::uint64_t i = 0; i < count; ++i) WAGGLE_CHECK(translate_value(guest, copy.data() + i * size, *field));
  return Bytes(copy);
}

}  // namespace detail

Result<void> next_key(Guest& guest, const bpf::Map& map, std::uint64_t key, std::uint64_t next) {
  Bytes from;  // empty asks for the first one
  if (key != 0) {
    WAGGLE_TRY(from, guest.readable(key, map.info().key_size));
  }
  WAGGLE_TRY(const MutableBytes to, guest.writable(next, map.info().key_size));
  return map.next_key(from, to);
}

Result<void> lookup_elements(Guest& guest, const ElementWalk& walk, const Elements& e) {
  WAGGLE_TRY(HostBatch host, reading_batch(guest, walk, e));
  auto done = e.map.lookup_batch(host.walk, host.batch);
  e.count = host.batch.count;
  return done;
}

Result<void> take_elements(Guest& guest, const ElementWalk& walk, const Elements& e) {
  WAGGLE_TRY(HostBatch host, reading_batch(guest, walk, e));
  auto done = e.map.lookup_and_delete_batch(host.walk, host.batch);
  e.count = host.batch.count;
  return done;
}

Result<void> update_elements(Guest& guest, const Elements& e) {
  ByteVector copy;
  WAGGLE_TRY(const Bytes keys, guest.readable(e.keys, std::uint64_t{e.count} * e.map.info().key_size));
  WAGGLE_TRY(const Bytes values, detail::values_of(guest, {e.map, 0, e.values, e.element_flags}, e.count, copy));
  bpf::Map::Batch batch{not_written(keys), not_written(values), e.count, e.element_flags, e.flags};
  auto done = e.map.update_batch(batch);
  e.count = batch.count;
  return done;
}

Result<void> delete_elements(Guest& guest, const Elements& e) {
  WAGGLE_TRY(const Bytes keys, guest.readable(e.keys, std::uint64_t{e.count} * e.map.info().key_size));
  bpf::Map::Batch batch{not_written(keys), nullptr, e.count, e.element_flags, e.flags};
  auto done = e.map.delete_batch(batch);
  e.count = batch.count;
  return done;
}

}  // namespace waggle::abi
