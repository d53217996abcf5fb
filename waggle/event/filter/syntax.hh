// The language of filters: `pid == 1 && comm ~ "ba.*"`. This part knows words and precedence; what a field or a value
// is, is asked when a filter meets a type (filter.hh).
//
//   or         = and { "||" and }
//   and        = unary { "&&" unary }
//   unary      = "!" unary | "(" or ")" | comparison
//   comparison = FIELD [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~") VALUE ]
//   VALUE      = text in ' or " (with \ before a quote that belongs to it), or a word without blanks and operators
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle::event {

enum class Comparison : std::uint8_t { none, equal, unequal, less, at_most, greater, at_least, matches, differs };
// "==", as it is written.
std::string_view words(Comparison comparison);

struct Expression {
  enum class Kind : std::uint8_t { either, both, negation, comparison };
  Kind kind = Kind::comparison;
  std::vector<Expression> operands = {};  // of `either` and `both` two or more, of a negation one
  // Of a comparison:
  std::string field = {};
  Comparison comparison = Comparison::none;
  std::string value = {};
  std::size_t field_column = 0, value_column = 0;  // where they begin in the text, from 1
};

// Where in a filter something is wrong; `cli` may draw it.
struct FilterError final : Detail {
  FilterError(std::string_view filter, std::size_t at, std::string sentence)
      : text(filter), column(at), what(std::move(sentence)) {}
  [[nodiscard]] std::string describe() const override;

  std::string text;
  std::size_t column;
  std::string what;
};

Error filter_error(std::string_view text, std::size_t column, std::string what);

// EINVAL with a FilterError.
Result<Expression> parse_expression(std::string_view text);

}  // namespace waggle::event
