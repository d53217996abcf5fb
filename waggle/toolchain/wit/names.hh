// Names in WIT (Component Model, design/mvp/WIT.md, "Identifiers"): words of small letters and digits, each beginning
// with a letter, with hyphens between.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace waggle::toolchain {

// "exit_code" is "exit-code", "__u32" is "u32", "in6_2" is "in6x2"; "x" where nothing is left.
std::string wit_word(std::string_view name);
// Marked with "%" where WIT keeps the word for itself.
std::string wit_identifier(std::string_view name);

// The names of one scope: of two that are the same word, the second gets a number.
class WitScope {
 public:
  std::string add(std::string_view name);

 private:
  std::set<std::string> taken_;
};

}  // namespace waggle::toolchain
