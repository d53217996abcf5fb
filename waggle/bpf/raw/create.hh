// Making maps, programs and BTF without an object file, and pins: libbpf's low-level functions.
// Descriptors are the host's; errors are the kernel's.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf::raw {

// bpf_map_create(), its parameters and options. 0 is no descriptor.
struct NewMap {
  std::uint32_t type = 0;
  const char* name = nullptr;
  std::uint32_t key_size = 0, value_size = 0, max_entries = 0, flags = 0;
  std::uint64_t extra = 0;
  std::uint32_t btf_fd = 0, btf_key_type_id = 0, btf_value_type_id = 0, btf_vmlinux_value_type_id = 0;
  std::int32_t value_type_btf_fd = 0;
  std::uint32_t inner_map_fd = 0, numa_node = 0, ifindex = 0;
};
Result<UniqueFd> create_map(const NewMap& map);

// bpf_prog_load(), its parameters and options.
struct NewProgram {
  std::uint32_t type = 0;
  const char* name = nullptr;
  const char* license = nullptr;
  Bytes instructions;  // whole records of struct bpf_insn
  std::uint32_t expected_attach_type = 0, flags = 0, ifindex = 0, kern_version = 0, attempts = 0;
  std::uint32_t attach_btf_id = 0;
  std::uint32_t btf_fd = 0, attach_program_fd = 0, attach_btf_fd = 0;
  Bytes functions, lines;  // records of the sizes beside
  std::uint32_t function_size = 0, line_size = 0;
  std::span<const int> descriptors;
  std::uint32_t log_level = 0;
  std::span<char> log;
};
// `log_size` learns how long the log is or would be, where the kernel says so.
Result<UniqueFd> load_program(const NewProgram& program, std::uint32_t& log_size);

// Replaces each descriptor in `instructions` (struct bpf_insn) by what `translate` makes of it: maps, their
// values, BTF of modules.
Result<void> translate_descriptors(MutableBytes instructions, const std::function<Result<int>(int)>& translate);

Result<UniqueFd> load_btf(Bytes btf, std::uint32_t flags, std::uint32_t log_level, std::span<char> log,
                          std::uint32_t& log_size);
Result<void> bind_map(int program_fd, int map_fd, std::uint32_t flags);

// A pin lives in a bpf file system: EINVAL for a path with "..", EPERM for one that is not below such a
// mount, ENOENT where no directory of it is.
Result<void> check_pin_path(const std::string& path);
Result<void> pin(int fd, const std::string& path, std::uint32_t flags);
Result<UniqueFd> get_pinned(const std::string& path, std::uint32_t flags);

}  // namespace waggle::bpf::raw
