#include "waggle/toolchain/package_json/annotations.hh"

#include <algorithm>
#include <cctype>
#include <span>

#include "waggle/base/strings.hh"
#include "waggle/toolchain/package_json/c_tokens.hh"

namespace waggle::toolchain {
namespace {

using Kind = CToken::Kind;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// What is said in one line of a comment, without the marks around it.
std::string_view bare(std::string_view line, bool is_block) {
  line = trimmed(line);
  if (is_block && line.ends_with("*/")) line.remove_suffix(2);
  for (const std::string_view mark : {"///", "//!", "/**", "/*!"})
    if (line.starts_with(mark)) return trimmed(line.substr(mark.size()));
  if (is_block && line.starts_with('*')) line.remove_prefix(1);
  return trimmed(line);
}

// "@key rest" and "\key rest" begin something.
bool is_command(std::string_view line) {
  return line.size() > 1 && (line[0] == '@' || line[0] == '\\') &&
         std::isalpha(static_cast<unsigned char>(line[1])) != 0;
}

class CommentReader {
 public:
  void read(const CToken& comment) {
    unsigned line = comment.line;
    for (const std::string_view text : split(comment.text, '\n'))
      add(bare(text, comment.text.starts_with("/*")), line++);
  }
  std::vector<Annotation> take() { return std::move(annotations_); }

 private:
  void add(std::string_view line, unsigned number) {
    if (line.empty()) {
      open_ = false;
    } else if (is_command(line)) {
      const auto end = std::ranges::find_if(line, [](char c) { return c == ' ' || c == '\t'; });
      const auto length = static_cast<std::size_t>(end - line.begin());
      begin({std::string(line.substr(1, length - 1)), std::string(trimmed(line.substr(length))), number});
    } else if (open_) {
      std::string& text = annotations_.back().text;
      text.append(text.empty() ? "" : "\n").append(line);
    } else {
      begin({"", std::string(line), number});
    }
  }
  void begin(Annotation annotation) {
    annotations_.push_back(std::move(annotation));
    open_ = true;
  }

  std::vector<Annotation> annotations_;
  bool open_ = false;  // the next line belongs to the last annotation
};

// Reads the words of one declaration, and says where it ends.
class DeclarationReader {
 public:
  explicit DeclarationReader(std::span<const CToken> tokens) : tokens_(tokens) {}

  std::vector<std::string> words() {
    for (std::size_t at = 0; at < tokens_.size() && !ended_; ++at) read(at);
    return std::move(words_);
  }

 private:
  bool before(std::size_t at, std::string_view text) const { return at > 0 && tokens_[at - 1].is(text); }
  bool names_structure(std::size_t at) const {
    return before(at, "struct") || before(at, "union") || before(at, "enum");
  }

  void read(std::size_t at) {
    const CToken& token = tokens_[at];
    if (token.is("{")) {
      if (depth_ == 0 && before(at, ")") && !after_attribute_) ended_ = true;  // a function's body
      ++depth_;
    } else if (token.is("}")) {
      ended_ = depth_ == 0;
      depth_ -= depth_ > 0;
    } else if (depth_ > 0) {
      return;
    } else if (token.is("(") && parentheses_++ == 0) {
      after_attribute_ = before(at, "__attribute__");
    } else if (token.is(")")) {
      parentheses_ -= parentheses_ > 0;
    } else if (parentheses_ == 0 && (token.is(";") || token.is("="))) {
      ended_ = true;
    } else if (token.kind == Kind::word && !names_structure(at)) {
      words_.emplace_back(token.text);
    }
  }

  std::span<const CToken> tokens_;
  std::vector<std::string> words_;
  unsigned depth_ = 0;        // of braces
  unsigned parentheses_ = 0;  // open ones
  bool after_attribute_ = false;
  bool ended_ = false;
};

}  // namespace

std::vector<Documented> documented(std::string_view source) {
  const std::vector<CToken> tokens = c_tokens(source);
  std::vector<Documented> all;
  unsigned depth = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].is("{")) ++depth;
    if (tokens[at].is("}") && depth > 0) --depth;
    if (tokens[at].kind != Kind::comment || depth > 0) continue;
    CommentReader comment;
    while (at < tokens.size() && tokens[at].kind == Kind::comment) comment.read(tokens[at++]);
    const auto rest = std::span(tokens).subspan(at);
    if (!rest.empty() && !rest.front().is("#")) all.push_back({comment.take(), DeclarationReader(rest).words()});
    --at;  // the loop steps over what was only looked at
  }
  return all;
}

bool is_identifier(std::string_view text) {
  const auto fits = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
         std::ranges::all_of(text, fits);
}

std::vector<std::string> structures_defined_in(std::string_view source) {
  const std::vector<CToken> tokens = c_tokens(source);
  std::vector<std::string> names;
  unsigned depth = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].is("}") && depth > 0) --depth;
    if (!tokens[at].is("{")) continue;
    if (depth++ == 0 && at >= 2 && tokens[at - 2].is("struct") && tokens[at - 1].kind == Kind::word)
      names.emplace_back(tokens[at - 1].text);
  }
  return names;
}

std::vector<Annotation> strings_with(std::string_view source, std::string_view prefix) {
  std::vector<Annotation> found;
  for (const CToken& token : c_tokens(source)) {
    if (token.kind != Kind::string || token.text.size() < 2) continue;
    const std::string_view inside = token.text.substr(1, token.text.size() - 2);
    if (inside.starts_with(prefix))
      found.push_back({std::string(prefix), std::string(inside.substr(prefix.size())), token.line});
  }
  return found;
}

}  // namespace waggle::toolchain
