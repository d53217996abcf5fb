// The sources of a guest become a module: each is compiled, then all are linked.
#pragma once

#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/toolchain/build/compile_program.hh"
#include "waggle/toolchain/build/guest_style.hh"

namespace waggle::toolchain {

struct GuestCompilation {
  std::vector<std::string> sources;  // in C or C++, which their names say
  std::string module;
  std::vector<std::string> words;  // more for every source: -I, -D
  GuestStyle style;
};

// All words that matter, as program_words.
std::vector<std::string> guest_words(const GuestCompilation& wish, const BuildTools& tools);
// Writes the module whole or not at all.
Result<Compiled> compile_guest(const GuestCompilation& wish, const BuildTools& tools);

}  // namespace waggle::toolchain
