// Numbers from text, searching in a sorted array, and the end.
#include <algorithm>

#include "waggle/abi/ewasm/libc.hh"
#include "waggle/abi/ewasm/printf.hh"
#include "waggle/vm/memory.hh"

namespace waggle::abi::ewasm {
namespace {

constexpr std::string_view kBlanks = " \t\n\v\f\r";

int value_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 36;
}

// What strtol finds; `size` is how much of the text it is, 0 where there is no number.
struct Parsed {
  bool negative = false;
  std::uint64_t magnitude = 0;  // never more than a little above 2^32
  std::size_t size = 0;
};

Parsed parse(std::string_view text, int base) {
  Parsed parsed;
  std::size_t at = std::min(text.find_first_not_of(kBlanks), text.size());
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) parsed.negative = text[at++] == '-';
  const bool hex = at + 2 < text.size() && text[at] == '0' && (text[at + 1] == 'x' || text[at + 1] == 'X') &&
                   value_of(text[at + 2]) < 16;
  if ((base == 0 || base == 16) && hex) at += 2, base = 16;
  else if (base == 0) base = at < text.size() && text[at] == '0' ? 8 : 10;
  for (; at < text.size() && value_of(text[at]) < base; ++at) {
    if (parsed.magnitude <= UINT32_MAX)
      parsed.magnitude = parsed.magnitude * static_cast<unsigned>(base) + static_cast<unsigned>(value_of(text[at]));
    parsed.size = at + 1;
  }
  return parsed;
}

Result<Parsed> parse_at(Guest& guest, GuestPtr text, GuestPtr end, Int base) {
  vm::Memory* const memory = guest.memory();
  if (memory == nullptr) return Error(EFAULT);
  WAGGLE_TRY(const auto all, c_string(*memory, static_cast<std::uint32_t>(text.address)));
  Parsed parsed;
  if (base == 0 || (base >= 2 && base <= 36)) parsed = parse(all, base);
  if (end.address == 0) return parsed;
  const auto behind = static_cast<std::uint32_t>(text.address + parsed.size);
  WAGGLE_TRY(const MutableBytes place, guest.writable(end.address, sizeof behind));
  std::memcpy(place.data(), &behind, sizeof behind);
  return parsed;
}

}  // namespace

Result<Int> parse_int(Guest& guest, GuestPtr text) { return parse_long(guest, text, {0}, 10); }

Result<Int> parse_long(Guest& guest, GuestPtr text, GuestPtr end, Int base) {
  WAGGLE_TRY(const Parsed parsed, parse_at(guest, text, end, base));
  constexpr std::int64_t kLeast = INT32_MIN, kMost = INT32_MAX;
  const auto magnitude = static_cast<std::int64_t>(parsed.magnitude);
  return static_cast<Int>(std::clamp(parsed.negative ? -magnitude : magnitude, kLeast, kMost));
}

Result<Size> parse_unsigned_long(Guest& guest, GuestPtr text, GuestPtr end, Int base) {
  WAGGLE_TRY(const Parsed parsed, parse_at(guest, text, end, base));
  if (parsed.magnitude > UINT32_MAX) return UINT32_MAX;
  const auto magnitude = static_cast<std::uint32_t>(parsed.magnitude);
  return parsed.negative ? ~magnitude + 1 : magnitude;
}

Address search(Guest& guest, GuestPtr key, GuestPtr array, Size count, Size size, GuestFunc compare) {
  WAGGLE_TRY(const auto function, guest.store.table_function(compare.index, "ii)i"));
  WAGGLE_TRY(std::ignore, guest.readable(array.address, std::uint64_t{count} * size));
  const auto base = static_cast<std::uint32_t>(array.address);
  for (Size low = 0, high = count; low < high;) {
    const Size middle = low + (high - low) / 2;
    std::array<vm::Slot, 2> slots{};
    slots[0].i32 = static_cast<std::int32_t>(key.address);
    slots[1].i32 = static_cast<std::int32_t>(base + middle * size);
    WAGGLE_CHECK(function.call(slots.data()));
    if (slots[0].i32 == 0) return base + middle * size;
    if (slots[0].i32 < 0) high = middle;
    else low = middle + 1;
  }
  return 0;
}

Result<NoResult> end_program(Guest& guest, Int code) {
  guest.end({Ending::Kind::exit, code, {}, {}});
  return NoResult{};
}

}  // namespace waggle::abi::ewasm
