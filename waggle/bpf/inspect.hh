// What an object file says about its programs and itself, for those who only look.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/bpf/program.hh"

namespace waggle::bpf {

// "tracepoint", "sched_cls"; "unspec" where the section names none that libbpf knows.
std::string_view type_name(const Program& program);
// As compiled: without the functions that it calls, which loading adds.
std::size_t instruction_count(const Program& program);
// What the section "license" has; empty where there is none, or `elf` is no ELF file.
std::string licence_of(Bytes elf);

}  // namespace waggle::bpf
