#include "waggle/loader/value_text.hh"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>

#include "waggle/base/strings.hh"

namespace waggle::loader {
namespace {

using event::Kind;
using event::Type;

Error not_a(const Type& type, std::string_view text) {
  return Error(EINVAL, fmt::format("'{}' is no {}; write {}", text, type.name, value_words(type)));
}

Error out_of_range(const Type& type, std::string_view text, std::int64_t least, std::uint64_t most) {
  return Error(ERANGE, fmt::format("{} does not fit into {}: {} to {}", text, type.name, least, most));
}

// BPF objects have the machine's byte order (ObjectSpec::open sees to it); a value's low bytes are the number.
void store(std::uint64_t value, MutableBytes to) {
  std::ranges::fill(to, std::byte{0});
  if constexpr (std::endian::native == std::endian::little)
    std::memcpy(to.data(), &value, std::min(to.size(), sizeof value));
  else
    for (std::size_t i = 0; i < to.size() && i < sizeof value; ++i) to[to.size() - 1 - i] = std::byte(value >> (8 * i));
}

std::uint64_t largest(std::size_t bytes) { return bytes >= 8 ? UINT64_MAX : (std::uint64_t{1} << (8 * bytes)) - 1; }

Result<void> write_unsigned(const Type& type, std::string_view text, MutableBytes to) {
  const auto number = parse_number<std::uint64_t>(text);
  const std::uint64_t most = largest(to.size());
  if (!number.ok() && number.error().code() == EINVAL && !parse_number<std::int64_t>(text).ok())
    return not_a(type, text);
  if (!number.ok() || *number > most) return out_of_range(type, text, 0, most);
  return store(*number, to), Result<void>();
}

Result<void> write_signed(const Type& type, std::string_view text, MutableBytes to) {
  const std::uint64_t most = largest(to.size()) / 2;
  const auto least = static_cast<std::int64_t>(-most - 1);
  // A mask or flags: all bits that the variable has may be given in hexadecimal.
  if (text.starts_with("0x") || text.starts_with("0X")) return write_unsigned(type, text, to);
  const auto number = parse_number<std::int64_t>(text.starts_with('+') ? text.substr(1) : text);
  if (!number.ok() && number.error().code() == EINVAL) return not_a(type, text);
  if (!number.ok() || *number < least || (*number > 0 && static_cast<std::uint64_t>(*number) > most))
    return out_of_range(type, text, least, most);
  return store(static_cast<std::uint64_t>(*number), to), Result<void>();
}

Result<void> write_boolean(const Type& type, std::string_view text, MutableBytes to) {
  static constexpr std::string_view kYes[] = {"true", "yes", "on", "1"};
  static constexpr std::string_view kNo[] = {"false", "no", "off", "0"};
  const bool yes = std::ranges::find(kYes, text) != std::end(kYes);
  if (!yes && std::ranges::find(kNo, text) == std::end(kNo)) return not_a(type, text);
  return store(yes ? 1 : 0, to), Result<void>();
}

Result<void> write_enumerator(const Type& type, std::string_view text, MutableBytes to) {
  const auto found = std::ranges::find(type.enumerators, text, &event::Enumerator::name);
  if (found != type.enumerators.end()) return store(static_cast<std::uint64_t>(found->value), to), Result<void>();
  const auto number = parse_number<std::int64_t>(text);
  const bool known =
      number.ok() && std::ranges::find(type.enumerators, *number, &event::Enumerator::value) != type.enumerators.end();
  if (!known) return not_a(type, text);
  return store(static_cast<std::uint64_t>(*number), to), Result<void>();
}

template <class Float>
Result<void> write_float(const Type& type, std::string_view text, MutableBytes to) {
  Float value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return not_a(type, text);
  std::memcpy(to.data(), &value, sizeof value);
  return {};
}

Result<void> write_text(const Type& type, std::string_view text, MutableBytes to) {
  // The last byte ends it: programs compare up to a NUL.
  if (text.size() >= to.size())
    return Error(ERANGE, fmt::format("'{}' does not fit into {}: at most {} characters", text, type.name,
                                     to.empty() ? 0 : to.size() - 1));
  std::ranges::fill(to, std::byte{0});
  std::memcpy(to.data(), text.data(), text.size());
  return {};
}

// An address where there is room for one: "10.0.0.1", "fe80::1".
bool write_address(std::string_view text, MutableBytes to) {
  const std::string address(text);
  if (to.size() == sizeof(in_addr) && address.find('.') != address.npos)
    return ::inet_pton(AF_INET, address.c_str(), to.data()) == 1;
  if (to.size() == sizeof(in6_addr) && address.find(':') != address.npos)
    return ::inet_pton(AF_INET6, address.c_str(), to.data()) == 1;
  return false;
}

Result<void> write_array(const Type& type, std::string_view text, MutableBytes to) {
  const std::size_t each = type.element ? type.element->size : 1;
  const auto parts = text.empty() ? std::vector<std::string_view>() : split(text, ',');
  if (each == 0 || parts.size() > to.size() / each)
    return Error(ERANGE, fmt::format("{} values do not fit into {}", parts.size(), type.name));
  std::ranges::fill(to, std::byte{0});
  const Type byte{.kind = Kind::unsigned_integer, .name = "byte", .size = 1};
  for (std::size_t i = 0; i < parts.size(); ++i)
    WAGGLE_CHECK(write_value(type.element ? *type.element : byte, parts[i], to.subspan(i * each, each)));
  return {};
}

Result<void> write_structure(const Type& type, std::string_view text, MutableBytes to) {
  // struct in6_addr and its like: text of an address went before; else a single member stands for the whole.
  if (type.members.size() != 1 || type.members.front().bits != 0 || !type.members.front().type)
    return Error(EINVAL, fmt::format("{} is set by its members: give them as NAME.MEMBER", type.name));
  const event::Member& only = type.members.front();
  if (only.offset_bits / 8 + only.type->size > to.size()) return Error(EINVAL);
  return write_value(*only.type, text, to.subspan(only.offset_bits / 8, only.type->size));
}

}  // namespace

Result<void> write_value(const Type& type, std::string_view text, MutableBytes to) {
  if (write_address(text, to)) return {};
  switch (type.kind) {
    case Kind::boolean: return write_boolean(type, text, to);
    case Kind::signed_integer: return write_signed(type, text, to);
    case Kind::unsigned_integer:
    case Kind::pointer: return write_unsigned(type, text, to);
    case Kind::floating:
      if (to.size() == sizeof(float)) return write_float<float>(type, text, to);
      if (to.size() == sizeof(double)) return write_float<double>(type, text, to);
      return not_a(type, text);
    case Kind::enumeration: return write_enumerator(type, text, to);
    case Kind::text: return write_text(type, text, to);
    case Kind::bytes:
    case Kind::array: return write_array(type, text, to);
    case Kind::structure:
    case Kind::union_: return write_structure(type, text, to);
  }
  return not_a(type, text);
}

std::string value_words(const Type& type) {
  switch (type.kind) {
    case Kind::boolean: return "true|false";
    case Kind::signed_integer:
    case Kind::unsigned_integer:
    case Kind::pointer: return "NUMBER";
    case Kind::floating: return "DECIMAL";
    case Kind::text: return "TEXT";
    case Kind::array: return type.element ? value_words(*type.element) + ",..." : "NUMBER,...";
    case Kind::bytes: return "NUMBER,...";
    case Kind::structure:
    case Kind::union_: return "VALUE";
    case Kind::enumeration: break;
  }
  std::vector<std::string_view> names;
  names.reserve(type.enumerators.size());
  for (const event::Enumerator& each : type.enumerators) names.push_back(each.name);
  return fmt::format("{}", fmt::join(names, "|"));
}

}  // namespace waggle::loader
