// The C compiler of guests: clang with the guest's sysroot, then what makes a linked module small and ordinary. It
// takes the words of any cc; clang and the linker speak for themselves.
#pragma once

#include <span>
#include <string>

#include "waggle/base/result.hh"

namespace waggle::toolchain {

// What is called. Names are looked up in PATH.
struct CcTools {
  std::string clang = "clang-19";
  std::string wasm_ld = "/usr/bin/wasm-ld-19";  // clang's -fuse-ld wants it by path
  std::string wasm_opt = "wasm-opt";            // Binaryen; not called with -O0
  std::string sysroot;                          // of LP64 guests: what scripts/sdk built
  std::string ilp32_headers = "/usr/include/wasm32-wasi";
};

// Compiles, and where the words say so links, lowers and shrinks. Returns clang's exit code; an error is something
// that clang could not say.
Result<int> run_cc(std::span<const std::string> words, const CcTools& tools);

}  // namespace waggle::toolchain
