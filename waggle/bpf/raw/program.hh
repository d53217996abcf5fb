// A program of an object as libbpf has it, before and after it is loaded. A view: it borrows from its
// raw::Object. How it attaches is in attach.hh.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

struct bpf_program;

namespace waggle::bpf::raw {

struct ProgramFacts {
  std::uint32_t type, expected_attach_type, flags, log_level;
  std::uint32_t instructions, function_infos, line_infos;  // how many
  bool autoload, autoattach;
};

class Program {
 public:
  explicit Program(bpf_program* raw) : raw_(raw) {}

  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] std::string_view section() const;
  [[nodiscard]] ProgramFacts facts() const;
  // The host's descriptor; negative errno becomes the error where it is not loaded.
  [[nodiscard]] Result<int> fd() const;
  // Records of struct bpf_insn, bpf_func_info, bpf_line_info.
  [[nodiscard]] Bytes instructions() const;
  [[nodiscard]] Bytes function_infos() const;
  [[nodiscard]] Bytes line_infos() const;

  // EBUSY once it is loaded.
  [[nodiscard]] Result<void> set_type(std::uint32_t type) const;
  [[nodiscard]] Result<void> set_expected_attach_type(std::uint32_t type) const;
  [[nodiscard]] Result<void> set_autoload(std::uint32_t on) const;
  [[nodiscard]] Result<void> set_autoattach(std::uint32_t on) const;
  [[nodiscard]] Result<void> set_flags(std::uint32_t flags) const;
  [[nodiscard]] Result<void> set_ifindex(std::uint32_t ifindex) const;
  [[nodiscard]] Result<void> set_log_level(std::uint32_t level) const;
  // The buffer must live until the program is loaded or goes; empty takes it away.
  [[nodiscard]] Result<void> set_log_buffer(std::span<char> buffer) const;
  [[nodiscard]] Result<void> set_instructions(Bytes instructions) const;
  // `program_fd` 0: a function of the kernel; null keeps the section's.
  [[nodiscard]] Result<void> set_attach_target(int program_fd, const char* function) const;

  void unload() const;
  [[nodiscard]] Result<void> pin(const char* path) const;
  [[nodiscard]] Result<void> unpin(const char* path) const;

  // libbpf's own, for the files of this room, and to tell one program from another.
  [[nodiscard]] bpf_program* raw() const { return raw_; }

 private:
  bpf_program* raw_;
};

}  // namespace waggle::bpf::raw
