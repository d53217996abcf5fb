// Operations on the elements of a guest's maps: keys and values lie in its memory, as long as the map
// says; where they carry descriptors, the guest's numbers become the host's. One system call each.
#pragma once

#include <cstdint>

#include "waggle/abi/guest.hh"
#include "waggle/bpf/map.hh"

namespace waggle::abi {

// Addresses of the guest. EFAULT where the key or the value does not fit in.
struct Element {
  const bpf::Map& map;
  std::uint64_t key, value;
  std::uint64_t flags;
};

namespace detail {
// The key as the kernel shall see it; `copy` holds it where a descriptor was translated.
Result<Bytes> key_of(Guest& guest, const Element& element, ByteVector& copy);
// `count` values, one behind the other; the same with them.
Result<Bytes> values_of(Guest& guest, const Element& element, std::uint64_t count, ByteVector& copy);
}  // namespace detail

// In its callers, since each function between a guest and the kernel shows: processors mispredict the returns that
// follow a system call.
[[gnu::always_inline]] inline Result<void> lookup_element(Guest& guest, const Element& element) {
  ByteVector copy;
  WAGGLE_TRY(const Bytes key, detail::key_of(guest, element, copy));
  WAGGLE_TRY(const MutableBytes value, guest.writable(element.value, element.map.value_bytes(element.flags)));
  return element.map.lookup(key, value, element.flags);
}

inline Result<void> update_element(Guest& guest, const Element& element) {
  ByteVector key_copy, value_copy;
  WAGGLE_TRY(const Bytes key, detail::key_of(guest, element, key_copy));
  WAGGLE_TRY(const Bytes value, detail::values_of(guest, element, 1, value_copy));
  return element.map.update(key, value, element.flags);
}

inline Result<void> delete_element(Guest& guest, const Element& element) {
  ByteVector copy;
  WAGGLE_TRY(const Bytes key, detail::key_of(guest, element, copy));
  return element.map.erase(key, element.flags);
}

// Reads and deletes in one.
inline Result<void> take_element(Guest& guest, const Element& element) {
  ByteVector copy;
  WAGGLE_TRY(const Bytes key, detail::key_of(guest, element, copy));
  WAGGLE_TRY(const MutableBytes value, guest.writable(element.value, element.map.value_bytes(element.flags)));
  return element.map.lookup_and_delete(key, value, element.flags);
}

// `key` 0 asks for the first one.
Result<void> next_key(Guest& guest, const bpf::Map& map, std::uint64_t key, std::uint64_t next);

// Many at once. `count` learns how many were done, also where it failed.
struct Elements {
  const bpf::Map& map;
  std::uint64_t keys, values;
  std::uint32_t& count;
  std::uint64_t element_flags, flags;
};
// Addresses of a key each (at least 4 bytes); `from` 0 begins.
struct ElementWalk {
  std::uint64_t from, next;
};
Result<void> lookup_elements(Guest& guest, const ElementWalk& walk, const Elements& elements);
Result<void> take_elements(Guest& guest, const ElementWalk& walk, const Elements& elements);
Result<void> update_elements(Guest& guest, const Elements& elements);
Result<void> delete_elements(Guest& guest, const Elements& elements);

}  // namespace waggle::abi
