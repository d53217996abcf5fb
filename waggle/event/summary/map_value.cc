#include "waggle/event/summary/map_value.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/event/summary/store.hh"
#include "waggle/event/value.hh"

namespace waggle::event {
namespace {

constexpr std::uint64_t kAlign = 8;

bool can_be_added(const Type& type) {
  const bool number = type.kind == Kind::signed_integer || type.kind == Kind::unsigned_integer;
  switch (type.meaning) {
    case Meaning::plain:
    case Meaning::hexadecimal:
    case Meaning::nanoseconds:
    case Meaning::microseconds:
    case Meaning::milliseconds:
    case Meaning::seconds: return number || type.kind == Kind::floating;
    default: return false;
  }
}

std::uint64_t bits_of(const Value& value) {
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return *number;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<std::uint64_t>(*number);
  return 0;
}

bool is_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](std::byte b) { return b == std::byte{0}; });
}

// Adds `more` to `sum` at one place; both are as long as the type says.
void add(const Type& type, Place place, Bytes more, MutableBytes sum) {
  if (type.kind == Kind::array && type.meaning == Meaning::plain) {
    for (std::uint32_t i = 0; i < type.count; ++i) add(*type.element, element_place(type, place, i), more, sum);
    return;
  }
  if (type.kind == Kind::structure) {
    for (const Member& member : type.members) add(*member.type, member_place(member, place), more, sum);
    return;
  }
  if (can_be_added(type) && type.kind == Kind::floating) {
    const Value before = read(type, sum, place), value = read(type, more, place);
    return store_float(type, place, std::get<double>(before) + std::get<double>(value), sum);
  }
  if (can_be_added(type))
    return store_integer(type, place, bits_of(read(type, sum, place)) + bits_of(read(type, more, place)), sum);
  if (place.bits != 0) {
    if (bits_of(read(type, sum, place)) == 0) copy_value(type, more, place, sum);
    return;
  }
  const std::size_t first = place.offset_bits / 8;
  const Bytes from = more.subspan(first, type.size);
  if (is_zero(sum.subspan(first, type.size))) std::ranges::copy(from, sum.subspan(first).begin());
}

}  // namespace

Result<TypePtr> element_type(const TypePtr& key, const TypePtr& value) {
  if (key->size == 0 || value->size == 0)
    return Error(EINVAL, fmt::format("'{}' with '{}' has no fixed size", key->name, value->name));
  if (std::uint64_t{key->size} + value->size > UINT32_MAX / 8) return Error(EINVAL, "a map's element of such a size");
  Type type{.kind = Kind::structure, .size = key->size + value->size};
  type.members.push_back({.name = "key", .offset_bits = 0, .bits = 0, .type = key});
  type.members.push_back({.name = "value", .offset_bits = key->size * 8, .bits = 0, .type = value});
  return TypePtr(std::make_shared<const Type>(std::move(type)));
}

Result<ByteVector> sum_of_cpus(const Type& value, Bytes all) {
  const std::uint64_t stride = align_up(value.size, kAlign);
  if (stride == 0 || all.empty() || all.size() % stride != 0)
    return Error(EINVAL, fmt::format("{} bytes are no values of {} bytes for each processor", all.size(), value.size));
  ByteVector sum(all.begin(), all.begin() + value.size);
  for (std::uint64_t at = stride; at < all.size(); at += stride) add(value, {}, all.subspan(at, value.size), sum);
  return sum;
}

}  // namespace waggle::event
