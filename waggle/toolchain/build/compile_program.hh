// One BPF program in C becomes an object: what clang makes of it, without its debug information but BTF.
#pragma once

#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/toolchain/build/tools.hh"

namespace waggle::toolchain {

struct Compilation {
  std::string source;
  std::string object;
  std::string root;                // of the paths in the debug information, which becomes BTF
  std::vector<std::string> words;  // more for clang
  std::string prelude;             // C that is read before the source; may be empty
};

struct Compiled {
  int code = 0;                     // of the compiler that failed
  std::vector<std::string> inputs;  // what clang has read
};

// The words of clang without the places of its outputs: with the same words and inputs it makes the same object.
std::vector<std::string> program_words(const Compilation& wish, const BuildTools& tools);
// Writes the object whole or not at all. ENOENT with a sentence where a tool is not there.
Result<Compiled> compile_program(const Compilation& wish, const BuildTools& tools);

}  // namespace waggle::toolchain
