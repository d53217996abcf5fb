// What Rust and Zig have in common: numbers named by their width, arrays, and constants in place of enumerations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/toolchain/header/flat.hh"

namespace waggle::toolchain {

// Where they differ.
struct Spelling {
  std::string (*name)(std::string_view word);  // that the language does not keep for itself
  std::string (*array)(std::string_view element, std::uint32_t count);
  std::string_view alias;  // the word before another name for a type
};

// "u32", "[u8; 16]". A bool or an enumeration must not have another value than its own; what the kernel wrote may, so
// that they are numbers. 16 bytes are two numbers: the alignment of larger ones differs between releases.
std::string value_type(const Member& member, const Spelling& spelling);
// Its numbers as constants, and its name for their type.
std::string constants(const FlatDefinition& enumeration, const Spelling& spelling);
// All of a layout; `composite` writes a structure or union.
std::string definitions(const Layout& layout, const Spelling& spelling,
                        std::string (*composite)(const FlatDefinition& definition));

}  // namespace waggle::toolchain
