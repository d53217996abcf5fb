#include "waggle/event/summary/store.hh"

#include <algorithm>
#include <cstring>

namespace waggle::event {
namespace {

void copy_bytes(Bytes from, Place place, MutableBytes into) {
  std::ranges::copy(from, into.subspan(place.offset_bits / 8).begin());
}

}  // namespace

void copy_value(const Type& type, Bytes event, Place place, MutableBytes into) {
  const Value value = read(type, event, place);
  if (std::holds_alternative<Missing>(value)) return;
  const std::uint64_t first = place.offset_bits / 8;
  if (const auto* text = std::get_if<std::string_view>(&value)) return copy_bytes(as_bytes(*text), place, into);
  if (const auto* bytes = std::get_if<Bytes>(&value)) return copy_bytes(*bytes, place, into);
  if (std::holds_alternative<Composite>(value)) {
    for (std::uint32_t i = 0; type.kind == Kind::array && i < elements(type, event, place); ++i)
      copy_value(*type.element, event, element_place(type, place, i), into);
    for (const Member& member : type.members) copy_value(*member.type, event, member_place(member, place), into);
    return;
  }
  if (place.bits == 0) return copy_bytes(event.subspan(first, type.size), place, into);
  for (std::uint64_t bit = place.offset_bits; bit < place.offset_bits + place.bits; ++bit)
    into[bit / 8] |= event[bit / 8] & static_cast<std::byte>(1 << bit % 8);
}

void store_integer(const Type& type, Place place, std::uint64_t value, MutableBytes into) {
  if (place.bits == 0) return copy_bytes(std::as_bytes(std::span(&value, 1)).first(type.size), place, into);
  for (std::uint32_t i = 0; i < place.bits; ++i, value >>= 1) {
    const std::uint64_t bit = place.offset_bits + i;
    const auto mask = static_cast<std::byte>(1 << bit % 8);
    into[bit / 8] = (into[bit / 8] & ~mask) | ((value & 1) != 0 ? mask : std::byte{0});
  }
}

void store_float(const Type& type, Place place, double value, MutableBytes into) {
  const auto narrow = static_cast<float>(value);
  if (type.size == sizeof narrow) copy_bytes(std::as_bytes(std::span(&narrow, 1)), place, into);
  else copy_bytes(std::as_bytes(std::span(&value, 1)), place, into);
}

}  // namespace waggle::event
