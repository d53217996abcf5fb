// Which Linux an object needs, judged by what is in it: its programs' types, hooks and instructions, the helpers they
// call, its maps. It asks no kernel. What a program does only after asking the kernel whether it can counts as well.
#pragma once

#include <string>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/bpf/host.hh"
#include "waggle/bpf/object_spec.hh"

namespace waggle::bpf {

struct Requirement {
  KernelVersion since;                  // the first Linux that has it; zeros: newer than what is known here
  std::string what;                     // "map type ringbuf", "helper bpf_loop"
  std::vector<std::string> users = {};  // programs, maps, or sections of code
};

// The newest first. `elf` is the file that `spec` was read from.
std::vector<Requirement> requirements_of(const ObjectSpec& spec, Bytes elf);

}  // namespace waggle::bpf
