#include "waggle/toolchain/wit/names.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace waggle::toolchain {
namespace {

constexpr auto kKeywords = std::to_array<std::string_view>(
    {"as",   "async", "bool",   "borrow", "char",    "constructor", "enum",     "error-context", "export",
     "f32",  "f64",   "flags",  "from",   "func",    "future",      "import",   "include",       "interface",
     "list", "map",   "option", "own",    "package", "record",      "resource", "result",        "s16",
     "s32",  "s64",   "s8",     "static", "stream",  "string",      "tuple",    "type",          "u16",
     "u32",  "u64",   "u8",     "use",    "variant", "with",        "world"});

std::string marked(std::string word) {
  const bool reserved = std::ranges::find(kKeywords, word) != kKeywords.end();
  return reserved ? "%" + word : word;
}

}  // namespace

std::string wit_word(std::string_view name) {
  std::string word;
  bool begins = true;  // the next letter begins a word
  for (const char c : name) {
    const auto letter = static_cast<unsigned char>(c);
    if (!std::isalnum(letter)) {
      begins = true;
      continue;
    }
    if (begins && !word.empty()) word += std::isdigit(letter) ? 'x' : '-';
    if (begins && word.empty() && std::isdigit(letter)) word += 'x';
    word += static_cast<char>(std::tolower(letter));
    begins = false;
  }
  return word.empty() ? "x" : word;
}

std::string wit_identifier(std::string_view name) { return marked(wit_word(name)); }

std::string WitScope::add(std::string_view name) {
  const std::string wanted = wit_word(name);
  std::string word = wanted;
  for (int n = 2; !taken_.insert(word).second; ++n) word = fmt::format("{}-n{}", wanted, n);
  return marked(word);
}

}  // namespace waggle::toolchain
