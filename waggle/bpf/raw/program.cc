#include "waggle/bpf/raw/program.hh"

#include <bpf/libbpf.h>

#include <cstring>
#include <vector>

#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {
namespace {

template <class T>
Bytes records(const T* first, std::size_t count) {
  return first == nullptr ? Bytes() : std::as_bytes(std::span(first, count));
}

}  // namespace

std::string_view Program::name() const { return ::bpf_program__name(raw_); }
std::string_view Program::section() const { return ::bpf_program__section_name(raw_); }

ProgramFacts Program::facts() const {
  return {.type = ::bpf_program__type(raw_),
          .expected_attach_type = ::bpf_program__expected_attach_type(raw_),
          .flags = ::bpf_program__flags(raw_),
          .log_level = ::bpf_program__log_level(raw_),
          .instructions = static_cast<std::uint32_t>(::bpf_program__insn_cnt(raw_)),
          .function_infos = ::bpf_program__func_info_cnt(raw_),
          .line_infos = ::bpf_program__line_info_cnt(raw_),
          .autoload = ::bpf_program__autoload(raw_),
          .autoattach = ::bpf_program__autoattach(raw_)};
}

Result<int> Program::fd() const { return number(::bpf_program__fd(raw_)); }

Bytes Program::instructions() const { return records(::bpf_program__insns(raw_), ::bpf_program__insn_cnt(raw_)); }

Bytes Program::function_infos() const {
  return records(::bpf_program__func_info(raw_), ::bpf_program__func_info_cnt(raw_));
}

Bytes Program::line_infos() const {
  return records(::bpf_program__line_info(raw_), ::bpf_program__line_info_cnt(raw_));
}

Result<void> Program::set_type(std::uint32_t type) const {
  return status(::bpf_program__set_type(raw_, static_cast<bpf_prog_type>(type)));
}

Result<void> Program::set_expected_attach_type(std::uint32_t type) const {
  return status(::bpf_program__set_expected_attach_type(raw_, static_cast<bpf_attach_type>(type)));
}

Result<void> Program::set_autoload(std::uint32_t on) const {
  return status(::bpf_program__set_autoload(raw_, on != 0));
}

Result<void> Program::set_autoattach(std::uint32_t on) const {
  ::bpf_program__set_autoattach(raw_, on != 0);
  return {};
}

Result<void> Program::set_flags(std::uint32_t flags) const { return status(::bpf_program__set_flags(raw_, flags)); }

Result<void> Program::set_ifindex(std::uint32_t ifindex) const {
  ::bpf_program__set_ifindex(raw_, ifindex);
  return {};
}

Result<void> Program::set_log_level(std::uint32_t level) const {
  return status(::bpf_program__set_log_level(raw_, level));
}

Result<void> Program::set_log_buffer(std::span<char> buffer) const {
  return status(::bpf_program__set_log_buf(raw_, buffer.empty() ? nullptr : buffer.data(), buffer.size()));
}

Result<void> Program::set_instructions(Bytes instructions) const {
  if (instructions.size() % sizeof(bpf_insn) != 0) return Error(EINVAL);
  std::vector<bpf_insn> copy(instructions.size() / sizeof(bpf_insn));
  // libbpf relocates instructions by the places that they had when it opened the object.
  if (copy.size() < ::bpf_program__insn_cnt(raw_)) return Error(EINVAL);
  std::memcpy(copy.data(), instructions.data(), instructions.size());
  return status(::bpf_program__set_insns(raw_, copy.data(), copy.size()));
}

Result<void> Program::set_attach_target(int program_fd, const char* function) const {
  return status(::bpf_program__set_attach_target(raw_, program_fd, function));
}

void Program::unload() const { ::bpf_program__unload(raw_); }

Result<void> Program::pin(const char* path) const { return status(::bpf_program__pin(raw_, path)); }
Result<void> Program::unpin(const char* path) const { return status(::bpf_program__unpin(raw_, path)); }

}  // namespace waggle::bpf::raw
