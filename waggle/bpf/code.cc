#include "waggle/bpf/code.hh"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <fmt/format.h>

#include <algorithm>

namespace waggle::bpf {
namespace {

std::vector<Instruction> instructions_of(const bpf_program* program) {
  const bpf_insn* const raw = ::bpf_program__insns(program);
  std::vector<Instruction> all;
  all.reserve(::bpf_program__insn_cnt(program));
  for (std::size_t i = 0; i < ::bpf_program__insn_cnt(program); ++i)
    all.push_back({raw[i].code, static_cast<std::uint8_t>(raw[i].dst_reg), static_cast<std::uint8_t>(raw[i].src_reg),
                   raw[i].off, raw[i].imm});
  return all;
}

// include/uapi/linux/bpf.h: the line's number stands in the upper 22 bits.
constexpr unsigned kColumnBits = 10;

std::vector<SourceLine> lines_of(const btf* types, const bpf_program* program) {
  std::vector<SourceLine> lines;
  const bpf_line_info* const raw = ::bpf_program__line_info(program);
  for (std::uint32_t i = 0; raw != nullptr && types != nullptr && i < ::bpf_program__line_info_cnt(program); ++i) {
    const char* const text = ::btf__str_by_offset(types, raw[i].line_off);
    lines.push_back({raw[i].insn_off, raw[i].line_col >> kColumnBits, text == nullptr ? "" : text});
  }
  std::ranges::sort(lines, {}, &SourceLine::instruction);
  return lines;
}

}  // namespace

Result<Code> code_of(const Object& object, const Program& program) {
  if (program.fd() < 0) return Error(EINVAL, fmt::format("{} is not loaded", program.name()));
  Code code{instructions_of(program.raw()), lines_of(::bpf_object__btf(object.raw()), program.raw()), {}};
  for (bpf_map* map = nullptr; (map = ::bpf_object__next_map(object.raw(), map)) != nullptr;)
    if (::bpf_map__fd(map) >= 0) code.maps.emplace(::bpf_map__fd(map), ::bpf_map__name(map));
  return code;
}

}  // namespace waggle::bpf
