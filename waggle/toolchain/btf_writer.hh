// Writes BTF as it stands in an object: words of types, and the table of their names. It knows which words of a kind
// are names and which are types; what is written is its caller's business.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"

namespace waggle::toolchain {

// What a word behind the common part of a type means.
enum class BtfWord : std::uint8_t { number, name, type };
// Of a BTF_KIND_*: word i is that of place i modulo the length.
std::span<const BtfWord> btf_words(std::uint32_t kind);

class BtfWriter {
 public:
  // Where the name is in the table, in which each is once.
  std::uint32_t name(std::string_view text);
  void word(std::uint32_t word) { words_.push_back(word); }
  // Everything, behind a header.
  [[nodiscard]] ByteVector take() const;

 private:
  std::vector<std::uint32_t> words_;
  std::string names_ = std::string(1, '\0');
  std::map<std::string, std::uint32_t> places_{{"", 0}};
};

}  // namespace waggle::toolchain
