// `waggle gen skeleton`: a header in C that carries an object and gives its maps, programs and global variables names.
// Two shapes: libbpf's, for 64-bit guests and native programs, and the first generation's.
#pragma once

#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

struct SkeletonOptions {
  // Where the object was read from; what stands before its last ".o" names the skeleton: "bootstrap_bpf".
  std::string file;
  std::string name;  // another name; may be empty
  // The first generation's shape: for libbpf-wasm.h, without links, numbers of fixed width only.
  bool compat = false;
  // For guests with 4-byte long and pointers: libbpf's shape, numbers of fixed width only.
  bool ilp32 = false;
};

// Definitions of the structures that global variables have go with it; a program that has them already defines
// NAME_NO_TYPES before it includes the skeleton. ENOEXEC for what is no BPF object, EINVAL for BTF that contradicts
// itself.
Result<std::string> write_skeleton(Bytes elf, const SkeletonOptions& options);

}  // namespace waggle::toolchain
