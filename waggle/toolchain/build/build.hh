// `waggle build`: a BPF program in C becomes an object, and with a guest's sources beside it a module that carries the
// object. It decides what is called with which words; the compilers speak for themselves, and nothing goes through a
// shell. Outputs appear whole or not at all, and are the same bytes from whatever folder they are made.
#pragma once

#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/toolchain/cc.hh"

namespace waggle::toolchain {

struct BuildRequest {
  std::string program;              // NAME.bpf.c
  std::vector<std::string> guest;   // its C or C++ sources; empty for none
  std::string folder;               // for the outputs; empty: beside the program
  std::vector<std::string> cflags;  // for the BPF program: -I, -D and others
  std::string btf;                  // of the kernel whose vmlinux.h the program includes
};

struct BuildTools {
  CcTools cc;
  std::string llvm_strip = "llvm-strip-19";
};

// Writes NAME.bpf.o; with a guest also NAME.skel.h, which it includes, and NAME.wasm; and vmlinux.h where the program
// includes it and has none of its own. Returns the exit code of the first compiler that failed, else 0; an error is
// something that no compiler could say. EINVAL for a program that is not called NAME.bpf.c.
Result<int> build(const BuildRequest& request, const BuildTools& tools);

}  // namespace waggle::toolchain
