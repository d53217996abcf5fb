#include "waggle/event/filter/syntax.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace waggle::event {
namespace {

constexpr std::size_t kLongest = 64 << 10;
// Of brackets and negations; each costs a frame of the stack.
constexpr int kMostDepth = 200;
constexpr std::string_view kOperatorCharacters = "()&|!<>=~\"'";

// Longer ones first.
constexpr std::array<std::pair<std::string_view, Comparison>, 8> kComparisons{{
    {"==", Comparison::equal},
    {"!=", Comparison::unequal},
    {"<=", Comparison::at_most},
    {">=", Comparison::at_least},
    {"!~", Comparison::differs},
    {"<", Comparison::less},
    {">", Comparison::greater},
    {"~", Comparison::matches},
}};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Expression> parse() {
    if (text_.size() > kLongest) return fail(kLongest, "a filter has at most 65536 characters");
    WAGGLE_TRY(Expression whole, parse_either());
    skip_blanks();
    if (at_ != text_.size()) return fail(at_, "'&&', '||' or the end is expected here");
    return whole;
  }

 private:
  [[nodiscard]] Error fail(std::size_t at, std::string what) const {
    return filter_error(text_, at + 1, std::move(what));
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  bool take(std::string_view word) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  Result<Expression> parse_either() { return parse_list(Expression::Kind::either, "||", &Parser::parse_both); }
  Result<Expression> parse_both() { return parse_list(Expression::Kind::both, "&&", &Parser::parse_unary); }

  Result<Expression> parse_list(Expression::Kind kind, std::string_view separator,
                                Result<Expression> (Parser::*parse_operand)()) {
    WAGGLE_TRY(Expression first, (this->*parse_operand)());
    if (!take(separator)) return first;
    Expression list{.kind = kind};
    list.operands.push_back(std::move(first));
    do {
      WAGGLE_TRY(Expression next, (this->*parse_operand)());
      list.operands.push_back(std::move(next));
    } while (take(separator));
    return list;
  }

  Result<Expression> parse_unary() {
    if (depth_ == kMostDepth) return fail(at_, "there are too many brackets within brackets");
    ++depth_;
    auto parsed = parse_deeper();
    --depth_;
    return parsed;
  }

  Result<Expression> parse_deeper() {
    if (take("(")) {
      WAGGLE_TRY(Expression inner, parse_either());
      if (!take(")")) return fail(at_, "')' is missing");
      return inner;
    }
    if (take("!")) {
      Expression negation{.kind = Expression::Kind::negation};
      WAGGLE_TRY(Expression inner, parse_unary());
      negation.operands.push_back(std::move(inner));
      return negation;
    }
    return parse_comparison();
  }

  Result<Expression> parse_comparison() {
    skip_blanks();
    Expression comparison{.field_column = at_ + 1};
    comparison.field = take_word();
    if (comparison.field.empty()) return fail(at_, "the name of a field is expected here");
    for (const auto& [word, meaning] : kComparisons) {
      if (!take(word)) continue;
      comparison.comparison = meaning;
      skip_blanks();
      comparison.value_column = at_ + 1;
      WAGGLE_TRY(comparison.value, parse_value(word));
      return comparison;
    }
    if (take("=")) return fail(at_ - 1, "'=' is no comparison; write '=='");
    return comparison;
  }

  Result<std::string> parse_value(std::string_view behind) {
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) return parse_quoted();
    std::string word = take_word();
    if (word.empty()) return fail(at_, fmt::format("a value is expected behind '{}'", behind));
    return word;
  }

  Result<std::string> parse_quoted() {
    const std::size_t begin = at_;
    const char quote = text_[at_++];
    std::string value;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote) return ++at_, value;
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        // Regular expressions are full of backslashes: each stays, but for the one before a quote.
        if (text_[at_ + 1] != quote) value += '\\';
        ++at_;
      }
      value += text_[at_];
    }
    return fail(begin, "the quote is not closed");
  }

  std::string take_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) &&
           kOperatorCharacters.find(text_[at_]) == std::string_view::npos)
      ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::string_view words(Comparison comparison) {
  const auto* found = std::ranges::find(kComparisons, comparison, &std::pair<std::string_view, Comparison>::second);
  return found == kComparisons.end() ? "" : found->first;
}

std::string FilterError::describe() const { return fmt::format("filter '{}', column {}: {}", text, column, what); }

Error filter_error(std::string_view text, std::size_t column, std::string what) {
  return Error(EINVAL, std::make_unique<FilterError>(text, column, std::move(what)));
}

Result<Expression> parse_expression(std::string_view text) { return Parser(text).parse(); }

}  // namespace waggle::event
