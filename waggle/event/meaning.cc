#include "waggle/event/meaning.hh"

#include <array>
#include <utility>

namespace waggle::event {
namespace {

constexpr std::array<std::pair<std::string_view, Meaning>, 15> kNames{{
    {"hex", Meaning::hexadecimal},
    {"be", Meaning::network_order},
    {"ipv4", Meaning::ipv4},
    {"ipv6", Meaning::ipv6},
    {"mac", Meaning::mac},
    {"errno", Meaning::error_number},
    {"signal", Meaning::signal},
    {"ktime", Meaning::kernel_time},
    {"unit=ns", Meaning::nanoseconds},
    {"unit=us", Meaning::microseconds},
    {"unit=ms", Meaning::milliseconds},
    {"unit=s", Meaning::seconds},
    {"kstack", Meaning::kernel_stack},
    {"ustack", Meaning::user_stack},
    {"plain", Meaning::plain},
}};

bool is_integer(const Type& type) {
  return type.kind == Kind::signed_integer || type.kind == Kind::unsigned_integer || type.kind == Kind::enumeration ||
         type.kind == Kind::pointer;
}

// Addresses are so many bytes, whatever they are made of.
std::uint32_t address_size(Meaning meaning) {
  switch (meaning) {
    case Meaning::ipv4: return 4;
    case Meaning::ipv6: return 16;
    case Meaning::mac: return 6;
    default: return 0;
  }
}

bool is_stack(Meaning meaning) { return meaning == Meaning::kernel_stack || meaning == Meaning::user_stack; }

TypePtr with(const Type& type, Kind kind, Meaning meaning) {
  Type changed = type;
  changed.kind = kind;
  changed.meaning = meaning;
  return std::make_shared<const Type>(std::move(changed));
}

TypePtr flat(const TypePtr& type, Kind kind) {
  if (type->kind != Kind::text && type->kind != Kind::bytes && (type->kind != Kind::array || type->element->size != 1))
    return type;
  Type changed{.kind = kind, .name = type->name, .size = type->size};
  return std::make_shared<const Type>(std::move(changed));
}

}  // namespace

std::optional<Meaning> parse_meaning(std::string_view word) {
  for (const auto& [name, meaning] : kNames)
    if (name == word) return meaning;
  return std::nullopt;
}

TypePtr with_meaning(const TypePtr& type, Meaning meaning) {
  if (const std::uint32_t size = address_size(meaning); size != 0 && size == type->size) {
    if (type->kind == Kind::structure || type->kind == Kind::union_ || type->kind == Kind::array)
      return with(Type{.name = type->name, .size = type->size}, Kind::bytes, meaning);
    return with(*type, type->kind, meaning);
  }
  if (is_stack(meaning))
    return type->kind == Kind::array && is_integer(*type->element) && type->element->size == 8
               ? with(*type, type->kind, meaning)
               : type;
  if (type->kind == Kind::array) {
    Type changed = *type;
    changed.element = with_meaning(type->element, meaning);
    return std::make_shared<const Type>(std::move(changed));
  }
  if (address_size(meaning) != 0 || !is_integer(*type)) return type;
  return with(*type, type->kind, meaning);
}

TypePtr as_text_type(const TypePtr& type) { return flat(type, Kind::text); }
TypePtr as_bytes_type(const TypePtr& type) { return flat(type, Kind::bytes); }

}  // namespace waggle::event
