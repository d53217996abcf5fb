// C source text cut into words, strings, punctuation and documentation comments, each with its line: as much as it
// takes to see which comment stands before which declaration. Knows nothing of what the words mean, and expands no
// macro.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace waggle::toolchain {

struct CToken {
  enum class Kind : std::uint8_t {
    word,         // an identifier, a keyword or a number
    string,       // with its quotes
    punctuation,  // one character; a preprocessor's line is "#"
    comment,      // of documentation: "/// ...", "//! ...", "/** ... */", "/*! ... */"; other comments are left out
  };
  Kind kind;
  std::string_view text;  // borrows from the source
  unsigned line;          // from 1, of its beginning

  [[nodiscard]] bool is(std::string_view other) const { return kind != Kind::string && text == other; }
};

// Never fails: what is no C is for the compiler to say.
std::vector<CToken> c_tokens(std::string_view source);

}  // namespace waggle::toolchain
