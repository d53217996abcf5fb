#include "waggle/event/value.hh"

#include <algorithm>
#include <bit>
#include <cstring>

namespace waggle::event {
namespace {

// Bit-fields count from the least significant bit of the first byte, as little-endian machines have them.
static_assert(std::endian::native == std::endian::little);

template <class T>
T load(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

std::uint64_t load_bytes(const std::byte* from, std::size_t size) {
  switch (size) {
    case 1: return load<std::uint8_t>(from);
    case 2: return load<std::uint16_t>(from);
    case 4: return load<std::uint32_t>(from);
    case 8: return load<std::uint64_t>(from);
    default: break;
  }
  std::uint64_t value = 0;
  std::memcpy(&value, from, std::min(size, sizeof value));
  return value;
}

std::uint64_t swap_bytes(std::uint64_t value, std::uint32_t size) {
  std::uint64_t swapped = 0;
  for (std::uint32_t i = 0; i < size; ++i, value >>= 8) swapped = swapped << 8 | (value & 0xff);
  return swapped;
}

std::int64_t extend_sign(std::uint64_t value, std::uint32_t bits) {
  const std::uint32_t unused = 64 - bits;
  return static_cast<std::int64_t>(value << unused) >> unused;
}

// The bits of an integer; nullopt where the event has not all of them. `type.size` <= 8.
std::optional<std::uint64_t> load_bits(const Type& type, Bytes event, Place place) {
  const std::uint64_t first = place.offset_bits / 8;
  if (place.bits == 0) {
    if (first > event.size() || event.size() - first < type.size) return std::nullopt;
    return load_bytes(event.data() + first, type.size);
  }
  const std::uint32_t shift = place.offset_bits % 8;
  const std::size_t length = (shift + place.bits + 7) / 8;  // up to 9
  if (first > event.size() || event.size() - first < length) return std::nullopt;
  std::uint64_t value = load_bytes(event.data() + first, std::min<std::size_t>(length, 8)) >> shift;
  if (length == 9) value |= std::to_integer<std::uint64_t>(event[first + 8]) << (64 - shift);
  return place.bits == 64 ? value : value & ((std::uint64_t{1} << place.bits) - 1);
}

bool has_negative(const Type& enumeration) {
  return std::ranges::any_of(enumeration.enumerators, [](const Enumerator& e) { return e.value < 0; });
}

Value read_integer(const Type& type, Bytes event, Place place) {
  auto value = load_bits(type, event, place);
  if (!value) return Missing{};
  const std::uint32_t bits = place.bits != 0 ? place.bits : type.size * 8;
  if (type.meaning == Meaning::network_order && place.bits == 0) value = swap_bytes(*value, type.size);
  switch (type.kind) {
    case Kind::boolean: return *value != 0;
    case Kind::signed_integer: return extend_sign(*value, bits);
    case Kind::enumeration: return has_negative(type) ? extend_sign(*value, bits) : static_cast<std::int64_t>(*value);
    default: return *value;
  }
}

// What the event has of `size` bytes (0: all that are left) from `place` on; nullopt where it ends before.
std::optional<Bytes> rest(Bytes event, Place place, std::uint32_t size) {
  const std::uint64_t first = place.offset_bits / 8;
  if (first > event.size() || (first == event.size() && size != 0)) return std::nullopt;
  const Bytes left = event.subspan(first);
  return size == 0 ? left : left.first(std::min<std::size_t>(left.size(), size));
}

Value read_float(const Type& type, Bytes event, Place place) {
  const auto bytes = rest(event, place, type.size);
  if (!bytes || bytes->size() != type.size) return Missing{};
  return type.size == 4 ? double{load<float>(bytes->data())} : load<double>(bytes->data());
}

Value read_text(const Type& type, Bytes event, Place place) {
  const auto bytes = rest(event, place, type.size);
  if (!bytes) return Missing{};
  const std::string_view text = as_text(*bytes);
  return text.substr(0, text.find('\0'));
}

// The last member takes what comes.
bool is_open(const Type& type) {
  if (type.size == 0) return true;
  return type.kind == Kind::structure && !type.members.empty() && is_open(*type.members.back().type);
}

}  // namespace

Value read(const Type& type, Bytes event, Place place) {
  switch (type.kind) {
    case Kind::boolean:
    case Kind::signed_integer:
    case Kind::unsigned_integer:
    case Kind::enumeration:
    case Kind::pointer: return read_integer(type, event, place);
    case Kind::floating: return read_float(type, event, place);
    case Kind::text: return read_text(type, event, place);
    case Kind::bytes:
      if (const auto bytes = rest(event, place, type.size)) return *bytes;
      return Missing{};
    case Kind::array:
    case Kind::structure:
    case Kind::union_: break;
  }
  return Composite{};
}

std::uint32_t elements(const Type& array, Bytes event, Place place) {
  const std::uint64_t first = place.offset_bits / 8;
  const std::uint32_t size = array.element->size;
  if (size == 0 || first >= event.size()) return 0;
  const std::uint64_t left = event.size() - first;
  // Of one with a count also the element that the event cuts short, so that it can be marked.
  const std::uint64_t room = array.count == 0 ? left / size : (left + size - 1) / size;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(room, array.count == 0 ? UINT32_MAX : array.count));
}

std::optional<std::string_view> enumerator(const Type& type, std::int64_t value) {
  for (const Enumerator& known : type.enumerators)
    if (known.value == value) return known.name;
  return std::nullopt;
}

std::int64_t excess(const Event& event) {
  const Type& type = event.stream.sent();
  const auto difference = static_cast<std::int64_t>(event.bytes.size()) - static_cast<std::int64_t>(type.size);
  return difference > 0 && is_open(type) ? 0 : difference;
}

}  // namespace waggle::event
