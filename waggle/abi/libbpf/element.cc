// Elements of maps.
#include "waggle/abi/elements.hh"

#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/abi/map_descriptor.hh"

namespace waggle::abi::libbpf {
namespace {

// The guest learns how many were done, whatever the result.
Result<void> told(const Change<std::uint32_t>& count, Result<void> result) {
  count.set(count.value);
  return result;
}

}  // namespace

Result<void> lookup(Guest& guest, Fd fd, GuestPtr key, GuestPtr value, std::uint64_t flags) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  return lookup_element(guest, {*map, key.address, value.address, flags});
}

Result<void> update(Guest& guest, Fd fd, GuestPtr key, GuestPtr value, std::uint64_t flags) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  return update_element(guest, {*map, key.address, value.address, flags});
}

Result<void> erase(Guest& guest, Fd fd, GuestPtr key, std::uint64_t flags) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  return delete_element(guest, {*map, key.address, 0, flags});
}

Result<void> take(Guest& guest, Fd fd, GuestPtr key, GuestPtr value, std::uint64_t flags) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  return take_element(guest, {*map, key.address, value.address, flags});
}

Result<void> next_key(Guest& guest, Fd fd, GuestPtr key, GuestPtr next) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  return abi::next_key(guest, *map, key.address, next.address);
}

Result<void> freeze(Guest& guest, Fd fd) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  return map->freeze();
}

Result<void> lookup_batch(Guest& guest, Fd fd, GuestPtr in, GuestPtr out, GuestPtr keys, GuestPtr values,
                          Change<std::uint32_t> count, std::uint64_t element_flags, std::uint64_t flags) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  const Elements elements{*map, keys.address, values.address, count.value, element_flags, flags};
  auto done = lookup_elements(guest, {in.address, out.address}, elements);
  return told(count, std::move(done));
}

Result<void> take_batch(Guest& guest, Fd fd, GuestPtr in, GuestPtr out, GuestPtr keys, GuestPtr values,
                        Change<std::uint32_t> count, std::uint64_t element_flags, std::uint64_t flags) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  const Elements elements{*map, keys.address, values.address, count.value, element_flags, flags};
  auto done = take_elements(guest, {in.address, out.address}, elements);
  return told(count, std::move(done));
}

Result<void> update_batch(Guest& guest, Fd fd, GuestPtr keys, GuestPtr values, Change<std::uint32_t> count,
                          std::uint64_t element_flags, std::uint64_t flags) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  auto done = update_elements(guest, {*map, keys.address, values.address, count.value, element_flags, flags});
  return told(count, std::move(done));
}

Result<void> delete_batch(Guest& guest, Fd fd, GuestPtr keys, Change<std::uint32_t> count, std::uint64_t element_flags,
                          std::uint64_t flags) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  auto done = delete_elements(guest, {*map, keys.address, 0, count.value, element_flags, flags});
  return told(count, std::move(done));
}

}  // namespace waggle::abi::libbpf
