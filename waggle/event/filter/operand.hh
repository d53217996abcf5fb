// What a field is compared with, read from the text of a filter as the field's type asks for it: a number, a name of an
// enumeration, an address or a network, a duration, text, a regular expression.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "waggle/base/bytes.hh"
#include "waggle/event/filter/syntax.hh"
#include "waggle/event/type.hh"
#include "waggle/event/value.hh"

namespace re2 {
class RE2;
}

namespace waggle::event {

// One of an integer's two readings: -1 is no number of the other.
struct Number {
  std::variant<std::int64_t, std::uint64_t> value;
};
// A number with a point; a duration in the unit of its field.
struct Real {
  double value;
};
// An errno of either sign.
struct Errno {
  std::uint64_t number;
};
// The first `bits` of these bytes; all of them where it is no network.
struct Prefix {
  ByteVector bytes;
  std::size_t bits;
};
struct Pattern {
  std::shared_ptr<const re2::RE2> expression;
};
// Not empty, not zero, not false.
struct Truth {};

using Operand = std::variant<Truth, Number, Real, Errno, Prefix, std::string, Pattern>;

// EINVAL with a sentence where the type cannot be compared like that, or the value is none of its kind.
Result<Operand> parse_operand(const Type& type, Comparison comparison, const std::string& value);

// Whether the comparison holds; nullopt where the event ends before the value.
std::optional<bool> holds(const Type& type, const Value& value, Comparison comparison, const Operand& operand);

}  // namespace waggle::event
