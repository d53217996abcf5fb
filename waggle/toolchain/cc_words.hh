// The command line of a C compiler, as far as waggle's own must understand it: what is made of the sources, where it
// goes, and which words mean nothing for a guest. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle::toolchain {

struct CcWords {
  std::vector<std::string> passed;   // on to clang, in their order, without -o
  std::string output;                // of -o; empty where it was not given
  std::string optimise;              // the last -O word; empty where there was none
  bool links = false;                // there are inputs, and they are to become a module
  bool relocatable = false;          // -r: one object of several
  bool debug = false;                // -g
  bool strip = false;                // -s
  bool cxx = false;                  // C++: --driver-mode=g++, or an input that is
  bool ilp32 = false;                // --ilp32
  bool check_pointers = false;       // -fwaggle-check-pointers
  bool prints_floats = false;        // -fwaggle-print-floats
  bool writes_dependencies = false;  // -MD or -MMD, with no word of its own on the file's name
  bool names_target = false;         // -MT or -MQ
};

// EINVAL with a sentence for what no guest can be or have: a shared library, a sanitizer.
Result<CcWords> parse_cc(std::span<const std::string> words);

}  // namespace waggle::toolchain
