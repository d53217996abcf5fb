// `waggle build`: a BPF program in C becomes an object; alone it is packed into a package, and with a guest's sources
// beside it into a module that carries it. It decides what is called with which words, and what need not be called
// again; the compilers speak for themselves, and nothing goes through a shell. Outputs appear whole or not at all, and
// are the same bytes from whatever folder they are made.
#pragma once

#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/toolchain/build/guest_style.hh"
#include "waggle/toolchain/build/tools.hh"

namespace waggle::toolchain {

struct BuildRequest {
  std::string program;              // NAME.bpf.c
  std::string events;               // a header that defines what events look like, for the package; may be empty
  std::vector<std::string> guest;   // its C or C++ sources; empty for none
  std::string folder;               // for the outputs, made where it is not there; empty: beside the program
  std::vector<std::string> shared;  // words for every compiler: -I, -D
  std::vector<std::string> cflags;  // words for the BPF program's alone
  std::string btf;                  // of the kernel whose vmlinux.h the program includes
  GuestStyle style;
};

struct BuildOutput {
  std::string path;
  bool made = false;  // else it was still right
};

struct BuildOutcome {
  int code = 0;  // of the first compiler that failed
  std::vector<BuildOutput> outputs;
  std::vector<std::string> inputs;  // every file that was read
};

// Writes NAME.bpf.o; then NAME.json, or with a guest NAME.skel.h, which it includes, and NAME.wasm; and vmlinux.h where
// the program includes it and has none of its own. An error is something that no compiler could say. EINVAL for a
// program that is not called NAME.bpf.c, and for annotations that are wrong (package_json.hh).
Result<BuildOutcome> build(const BuildRequest& request, const BuildTools& tools);

// "a/b.bpf.c" is "a/" and "b"; the folder of "b.bpf.c" is ".". EINVAL for what is not called NAME.bpf.c.
struct ProgramPath {
  std::string folder, name;
};
Result<ProgramPath> program_path(const std::string& program);

}  // namespace waggle::toolchain
