#include "waggle/event/filter/operand.hh"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <compare>
#include <csignal>
#include <cstring>

#include "waggle/base/strings.hh"
#include "waggle/event/filter/address.hh"
#include "waggle/event/overloaded.hh"

namespace waggle::event {
namespace {

// Larger expressions are refused: RE2 compiles them before it runs them.
constexpr std::int64_t kPatternMemory = 4 << 20;
constexpr int kLastErrno = 133;  // EHWPOISON
constexpr int kLastSignal = 31;

bool is_pattern(Comparison comparison) {
  return comparison == Comparison::matches || comparison == Comparison::differs;
}
bool is_equality(Comparison comparison) { return comparison == Comparison::equal || comparison == Comparison::unequal; }

Error none_of(const std::string& value, std::string_view what) {
  return Error(EINVAL, fmt::format("'{}' is no {}", value, what));
}

Result<Operand> pattern(const Type& type, const std::string& value) {
  if (type.kind != Kind::text && type.kind != Kind::enumeration)
    return Error(EINVAL, "only text and names of enumerations match a regular expression");
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternMemory);
  auto expression = std::make_shared<const re2::RE2>(value, options);
  if (!expression->ok()) return Error(EINVAL, fmt::format("no regular expression: {}", expression->error()));
  return Operand(Pattern{std::move(expression)});
}

std::optional<Number> parse_integer(std::string_view value) {
  if (value.starts_with('-')) {
    const auto negative = parse_number<std::int64_t>(value);
    return negative.ok() ? std::optional(Number{*negative}) : std::nullopt;
  }
  const auto positive = parse_number<std::uint64_t>(value);
  return positive.ok() ? std::optional(Number{*positive}) : std::nullopt;
}

Result<Operand> integer(const std::string& value) {
  if (const auto number = parse_integer(value)) return Operand(*number);
  return none_of(value, "number");
}

Result<Operand> real(const std::string& value) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size()) return none_of(value, "number");
  return Operand(Real{number});
}

Result<Operand> enumeration(const Type& type, const std::string& value) {
  for (const Enumerator& known : type.enumerators)
    if (known.name == value) return Operand(Number{known.value});
  if (const auto number = parse_integer(value)) return Operand(*number);
  return none_of(value, fmt::format("value of '{}'", type.name));
}

Result<Operand> truth(const std::string& value) {
  if (value == "true" || value == "1") return Operand(Number{std::uint64_t{1}});
  if (value == "false" || value == "0") return Operand(Number{std::uint64_t{0}});
  return none_of(value, "truth value; write true or false");
}

Result<Operand> error_number(const std::string& value) {
  const std::string_view name = value.starts_with('-') ? std::string_view(value).substr(1) : value;
  for (int number = 1; number <= kLastErrno; ++number)
    if (const char* known = ::strerrorname_np(number); known != nullptr && name == known)
      return Operand(Errno{static_cast<std::uint64_t>(number)});
  if (const auto number = parse_integer(value)) return Operand(*number);
  return none_of(value, "error; write ENOENT or -2");
}

Result<Operand> signal_number(const std::string& value) {
  const std::string_view name = value.starts_with("SIG") ? std::string_view(value).substr(3) : value;
  for (int number = 1; number <= kLastSignal; ++number)
    if (const char* known = ::sigabbrev_np(number); known != nullptr && name == known)
      return Operand(Number{static_cast<std::uint64_t>(number)});
  if (const auto number = parse_integer(value)) return Operand(*number);
  return none_of(value, "signal; write SIGKILL or 9");
}

double nanoseconds_in(Meaning unit) {
  switch (unit) {
    case Meaning::microseconds: return 1e3;
    case Meaning::milliseconds: return 1e6;
    case Meaning::seconds: return 1e9;
    default: return 1;
  }
}

// A bare number is in the field's own unit.
Result<Operand> duration(const Type& type, const std::string& value) {
  if (const auto number = parse_integer(value)) return Operand(*number);
  const auto parsed = parse_duration(value);
  if (!parsed.ok()) return none_of(value, "duration; write 500ns, 1.5ms, 2s");
  return Operand(Real{static_cast<double>(parsed->count()) / nanoseconds_in(type.meaning)});
}

Result<Operand> address(const Type& type, const std::string& value) {
  const auto [text, length] = split_once(value, '/');
  const auto bytes = type.meaning == Meaning::ipv4   ? parse_ipv4(text)
                     : type.meaning == Meaning::ipv6 ? parse_ipv6(text)
                                                     : parse_mac(text);
  if (!bytes) return none_of(value, "address of this kind");
  Prefix prefix{*bytes, bytes->size() * 8};
  if (length) {
    const auto bits = parse_number<std::size_t>(*length);
    if (!bits.ok() || *bits > prefix.bits) return none_of(value, "network");
    prefix.bits = *bits;
  }
  return Operand(std::move(prefix));
}

Result<Operand> octets(const std::string& value) {
  auto bytes = parse_hex(value);
  if (!bytes) return none_of(value, "row of bytes; write them as c0a80001");
  const std::size_t bits = bytes->size() * 8;
  return Operand(Prefix{std::move(*bytes), bits});
}

bool is_address(Meaning meaning) {
  return meaning == Meaning::ipv4 || meaning == Meaning::ipv6 || meaning == Meaning::mac;
}

Result<Operand> by_meaning(const Type& type, const std::string& value) {
  switch (type.meaning) {
    case Meaning::error_number: return error_number(value);
    case Meaning::signal: return signal_number(value);
    case Meaning::nanoseconds:
    case Meaning::microseconds:
    case Meaning::milliseconds:
    case Meaning::seconds: return duration(type, value);
    default: return integer(value);
  }
}

Result<Operand> by_kind(const Type& type, const std::string& value) {
  if (is_address(type.meaning)) return address(type, value);
  switch (type.kind) {
    case Kind::boolean: return truth(value);
    case Kind::floating: return real(value);
    case Kind::enumeration: return enumeration(type, value);
    case Kind::text: return Operand(value);
    case Kind::bytes: return octets(value);
    default: return by_meaning(type, value);
  }
}

bool satisfies(Comparison comparison, std::partial_ordering order) {
  switch (comparison) {
    case Comparison::equal: return order == 0;
    case Comparison::unequal: return order != 0;
    case Comparison::less: return order < 0;
    case Comparison::at_most: return order <= 0;
    case Comparison::greater: return order > 0;
    case Comparison::at_least: return order >= 0;
    default: return false;
  }
}

template <class A, class B>
std::partial_ordering order_of(A a, B b) {
  return std::cmp_less(a, b)   ? std::partial_ordering::less
         : std::cmp_less(b, a) ? std::partial_ordering::greater
                               : std::partial_ordering::equivalent;
}

// A value that is a number in some way, given to `ask` as what it is; nullopt for any other.
template <class Ask>
std::optional<bool> with_number(const Value& value, Ask ask) {
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return ask(*number);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return ask(*number);
  if (const auto* number = std::get_if<bool>(&value)) return ask(std::uint64_t{*number});
  return std::nullopt;
}

bool is_true(const Value& value) {
  return std::visit(
      Overloaded{
          [](Missing) { return false; },
          [](Composite) { return true; },
          [](std::string_view text) { return !text.empty(); },
          [](Bytes bytes) { return std::ranges::any_of(bytes, [](std::byte b) { return b != std::byte{0}; }); },
          [](auto number) { return number != 0; },
      },
      value);
}

bool begins_with(Bytes bytes, const Prefix& prefix) {
  if (bytes.size() != prefix.bytes.size()) return false;
  const std::size_t whole = prefix.bits / 8, rest = prefix.bits % 8;
  if (!std::ranges::equal(bytes.first(whole), Bytes(prefix.bytes).first(whole))) return false;
  const auto mask = static_cast<std::byte>(0xff00 >> rest);
  return rest == 0 || (bytes[whole] & mask) == (prefix.bytes[whole] & mask);
}

std::optional<bool> compare_prefix(const Type& type, const Value& value, Comparison comparison, const Prefix& prefix) {
  const auto test = [&](Bytes bytes) { return begins_with(bytes, prefix) == (comparison == Comparison::equal); };
  if (const auto* bytes = std::get_if<Bytes>(&value)) return test(*bytes);
  // An IPv4 address in an integer, as it stands in the event.
  return with_number(value, [&](auto number) { return test(std::as_bytes(std::span(&number, 1)).first(type.size)); });
}

std::optional<bool> compare_pattern(const Type& type, const Value& value, Comparison comparison,
                                    const Pattern& pattern) {
  std::string_view text;
  if (const auto* found = std::get_if<std::string_view>(&value)) text = *found;
  else if (const auto* number = std::get_if<std::int64_t>(&value)) text = enumerator(type, *number).value_or("");
  else return std::nullopt;
  const bool matches = re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern.expression);
  return matches == (comparison == Comparison::matches);
}

}  // namespace

Result<Operand> parse_operand(const Type& type, Comparison comparison, const std::string& value) {
  if (type.kind == Kind::array || type.kind == Kind::structure || type.kind == Kind::union_)
    return Error(EINVAL, fmt::format("'{}' is more than one value", type.name));
  if (comparison == Comparison::none) return Operand(Truth{});
  if (is_pattern(comparison)) return pattern(type, value);
  WAGGLE_TRY(Operand operand, by_kind(type, value));
  const bool ordered = !std::holds_alternative<Prefix>(operand) && !std::holds_alternative<Errno>(operand);
  if (!ordered && !is_equality(comparison))
    return Error(EINVAL, fmt::format("with '{}' only numbers and text can be compared", words(comparison)));
  return operand;
}

std::optional<bool> holds(const Type& type, const Value& value, Comparison comparison, const Operand& operand) {
  if (std::holds_alternative<Missing>(value)) return std::nullopt;
  return std::visit(
      Overloaded{
          [&](Truth) -> std::optional<bool> { return is_true(value); },
          [&](const Number& number) {
            return with_number(value, [&](auto found) {
              return std::visit([&](auto wanted) { return satisfies(comparison, order_of(found, wanted)); },
                                number.value);
            });
          },
          [&](Real real) -> std::optional<bool> {
            if (const auto* found = std::get_if<double>(&value)) return satisfies(comparison, *found <=> real.value);
            return with_number(
                value, [&](auto found) { return satisfies(comparison, static_cast<double>(found) <=> real.value); });
          },
          [&](Errno error) {
            return with_number(value, [&](auto found) {
              const bool equal = static_cast<std::uint64_t>(found) == error.number ||
                                 static_cast<std::uint64_t>(found) == -error.number;
              return equal == (comparison == Comparison::equal);
            });
          },
          [&](const Prefix& prefix) { return compare_prefix(type, value, comparison, prefix); },
          [&](const std::string& text) -> std::optional<bool> {
            const auto* found = std::get_if<std::string_view>(&value);
            if (found == nullptr) return std::nullopt;
            return satisfies(comparison, *found <=> std::string_view(text));
          },
          [&](const Pattern& pattern) { return compare_pattern(type, value, comparison, pattern); },
      },
      operand);
}

}  // namespace waggle::event
