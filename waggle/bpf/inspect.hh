// What an object file says about its programs and itself, for those who only look.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/bpf/program.hh"

namespace waggle::bpf {

// "tracepoint", "sched_cls"; "unspec" where the section names none that libbpf knows.
std::string_view type_name(const Program& program);
// As compiled: without the functions that it calls, which loading adds.
std::size_t instruction_count(const Program& program);
struct ElfSection {
  std::string name;
  bool is_code = false;  // instructions
  ByteVector bytes;
};
// In the order of the file; none where `elf` is no ELF file. Sections without content (".bss") are empty.
std::vector<ElfSection> sections_of(Bytes elf);
// The content of the first section of this name; empty where there is none.
ByteVector section_bytes(Bytes elf, std::string_view name);
// What the section "license" has; empty where there is none, or `elf` is no ELF file.
std::string licence_of(Bytes elf);

}  // namespace waggle::bpf
