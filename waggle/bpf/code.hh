// The instructions of a loaded program, as they were given to the kernel, with the source lines that BTF has for
// them. For those who read what a program does; nothing here changes it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/bpf/object.hh"

namespace waggle::bpf {

// One instruction, in the words of RFC 9669; of a 64-bit immediate load the second half follows as one of its own.
struct Instruction {
  std::uint8_t code = 0;
  std::uint8_t destination = 0;
  std::uint8_t source = 0;
  std::int16_t offset = 0;
  std::int32_t immediate = 0;
};

// The source line that instructions come from, up to the next one's.
struct SourceLine {
  std::uint32_t instruction = 0;  // the first
  std::uint32_t number = 0;
  std::string text;
};

struct Code {
  std::vector<Instruction> instructions;     // the program's, then those of the functions that it calls
  std::vector<SourceLine> lines;             // by instruction; empty where the object has no line information
  std::map<std::int32_t, std::string> maps;  // the descriptors that 64-bit loads of source kMapDescriptor name
};

// BPF_PSEUDO_MAP_FD of <linux/bpf.h>.
inline constexpr std::uint8_t kMapDescriptor = 1;

// EINVAL for a program that is not loaded.
Result<Code> code_of(const Object& object, const Program& program);

}  // namespace waggle::bpf
