// One value of an event, read in place. Bytes that are not there are not read: an event may be shorter than its type.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "waggle/base/bytes.hh"
#include "waggle/event/event.hh"

namespace waggle::event {

// Where a value begins within its event, and how many bits it has if it is a bit-field (else 0).
struct Place {
  std::uint64_t offset_bits = 0;
  std::uint32_t bits = 0;
};

struct Missing {};
// What is in an array, structure or union is read one by one.
struct Composite {};

// Text and bytes borrow from the event. Signed integers and enumerations are std::int64_t, unsigned ones and pointers
// std::uint64_t (in the machine's order, whatever order they stand in).
using Value = std::variant<Missing, Composite, bool, std::int64_t, std::uint64_t, double, std::string_view, Bytes>;

// Text and bytes that the event cuts short are as long as it has them; any other value is there or Missing.
Value read(const Type& type, Bytes event, Place place);

// The event ends before this value does. Of an array or structure never: each of its values is asked.
inline bool is_missing(const Type& type, Bytes event, Place place) {
  return std::holds_alternative<Missing>(read(type, event, place));
}

// How many elements an array at this place has, as far as the event goes: its count, or, of an open one, as many as
// there is room for.
std::uint32_t elements(const Type& array, Bytes event, Place place);
inline Place element_place(const Type& array, Place place, std::uint32_t i) {
  return {.offset_bits = place.offset_bits + std::uint64_t{array.element->size} * 8 * i};
}
inline Place member_place(const Member& member, Place place) {
  return {.offset_bits = place.offset_bits + member.offset_bits, .bits = member.bits};
}

// The name of an enumeration's value; nullopt where it has none.
std::optional<std::string_view> enumerator(const Type& type, std::int64_t value);

// Of an event: bytes that it lacks (negative), or has too many (positive). An open array at its end takes what comes.
std::int64_t excess(const Event& event);

}  // namespace waggle::event
