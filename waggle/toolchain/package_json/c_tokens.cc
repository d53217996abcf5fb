#include "waggle/toolchain/package_json/c_tokens.hh"

#include <algorithm>
#include <cctype>
#include <utility>

namespace waggle::toolchain {
namespace {

using Kind = CToken::Kind;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// Four slashes or three stars begin a decoration; "/**/" is empty; "///<" is about what stands before it.
bool is_documentation(std::string_view comment) {
  if (comment.starts_with("///")) return !comment.starts_with("////") && !comment.starts_with("///<");
  if (comment.starts_with("/**")) return comment.size() > 4 && comment[3] != '*' && comment[3] != '<';
  return comment.starts_with("//!") || comment.starts_with("/*!");
}

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  std::vector<CToken> run() {
    while (at_ < source_.size()) step();
    return std::move(tokens_);
  }

 private:
  std::string_view rest() const { return source_.substr(at_); }

  void step() {
    const char c = source_[at_];
    if (c == '\n') line_begins_ = true;
    if (is_blank(c)) return skip(1);
    const bool first = std::exchange(line_begins_, false);
    if (rest().starts_with("//")) return comment(line_end());
    if (rest().starts_with("/*")) {
      line_begins_ = first;  // a directive may follow
      return comment(block_end());
    }
    if (c == '#' && first) return directive();
    if (c == '"' || c == '\'') return take(Kind::string, quoted_end(c));
    if (is_word(c)) return take(Kind::word, word_end());
    take(Kind::punctuation, 1);
  }

  void skip(std::size_t length) {
    line_ += static_cast<unsigned>(std::ranges::count(rest().substr(0, length), '\n'));
    at_ += length;
  }
  void take(Kind kind, std::size_t length) {
    tokens_.push_back({kind, rest().substr(0, length), line_});
    skip(length);
  }
  void comment(std::size_t length) {
    if (is_documentation(rest().substr(0, length))) take(Kind::comment, length);
    else skip(length);
  }
  void directive() {
    tokens_.push_back({Kind::punctuation, rest().substr(0, 1), line_});
    skip(line_end());
  }

  // A line that ends in a backslash goes on in the next.
  std::size_t line_end() const {
    std::size_t end = rest().find('\n');
    while (end != rest().npos && end > 0 && rest()[end - 1] == '\\') end = rest().find('\n', end + 1);
    return std::min(end, rest().size());
  }
  std::size_t block_end() const {
    const std::size_t end = rest().find("*/", 2);
    return end == rest().npos ? rest().size() : end + 2;
  }
  std::size_t quoted_end(char quote) const {
    std::size_t end = 1;
    while (end < rest().size() && rest()[end] != quote && rest()[end] != '\n') end += rest()[end] == '\\' ? 2 : 1;
    return std::min(end + 1, rest().size());
  }
  std::size_t word_end() const {
    const auto end = std::ranges::find_if_not(rest(), is_word);
    return static_cast<std::size_t>(end - rest().begin());
  }

  std::string_view source_;
  std::size_t at_ = 0;
  unsigned line_ = 1;
  bool line_begins_ = true;
  std::vector<CToken> tokens_;
};

}  // namespace

std::vector<CToken> c_tokens(std::string_view source) { return Lexer(source).run(); }

}  // namespace waggle::toolchain
