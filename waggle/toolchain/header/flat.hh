// Structures for languages with less than C's means: every structure has a name of its own, every member too, and a run
// of bit-fields is an array of bytes to take bits from.
#pragma once

#include <string>
#include <vector>

#include "waggle/toolchain/header/layout.hh"

namespace waggle::toolchain {

struct BitField {
  std::string name;
  std::string storage;       // the member whose bytes have it
  std::uint32_t offset = 0;  // bits, from the storage's beginning, the lowest of each byte first
  std::uint32_t bits = 0;
  bool is_signed = false;
};

struct FlatDefinition : Definition {
  std::vector<BitField> bit_fields;
};

// In the order of `layout`; what had no name goes before the structure that it is part of, as OUTER_MEMBER or
// OUTER_anonN.
std::vector<FlatDefinition> flatten(const Layout& layout);

}  // namespace waggle::toolchain
