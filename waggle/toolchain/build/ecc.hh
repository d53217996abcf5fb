// The compiler of eunomia-bpf, `ecc`, as existing build scripts call it: the same files from the same words. What it
// makes are the packages of `waggle build`, under the names that ecc gives them.
#pragma once

#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/toolchain/build/build.hh"

namespace waggle::toolchain {

struct EccRequest {
  std::string source;               // NAME.bpf.c, or any header for `header_only`
  std::string events;               // a header; may be empty
  std::string folder;               // for the outputs; empty: beside the source
  std::string workspace;            // of more headers; may be empty
  std::vector<std::string> cflags;  // words for clang
  std::string btf;                  // of the kernel whose vmlinux.h the program includes
  std::string kernels;              // a folder of other kernels' types in the tree of btfhub; empty for no archive
  bool yaml = false;                // NAME.skel.yaml and package.yaml, not .json
  bool package = true;              // package.json
  bool wasm_header = false;         // ewasm-skel.h
  bool standalone = false;          // NAME.standalone.c and the program NAME.out, which needs libwaggle
  bool header_only = false;         // an object with nothing but the types of the source
};

// NAME.bpf.o, NAME.skel.json (what is said about the object), package.json (both), ewasm-skel.h, NAME.tar (the package
// and what the object asks of other kernels' types), NAME.out. Errors as build(); ENOENT where libwaggle is not beside
// the program, and for a folder without types of kernels; EINVAL for types at a place that names no kernel.
Result<BuildOutcome> run_ecc(const EccRequest& request, const BuildTools& tools);

}  // namespace waggle::toolchain
