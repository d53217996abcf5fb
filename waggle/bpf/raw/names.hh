// libbpf's own knowledge: names of types, what sections mean, what the running kernel can do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/base/result.hh"

namespace waggle::bpf::raw {

// "" for a number that libbpf does not know.
std::string_view attach_type_name(std::uint32_t type);
std::string_view link_type_name(std::uint32_t type);
std::string_view map_type_name(std::uint32_t type);
std::string_view program_type_name(std::uint32_t type);

struct SectionMeaning {
  std::uint32_t program_type = 0, attach_type = 0;
};
// "kprobe/vfs_read"; ESRCH or EINVAL for what is no section.
Result<SectionMeaning> section_meaning(const std::string& section);
Result<std::uint32_t> attach_type_of_section(const std::string& section);

Result<std::int32_t> possible_cpus();
Result<std::int32_t> vmlinux_btf_id(const std::string& name, std::uint32_t attach_type);

// 1 or 0, as the running kernel can or cannot.
Result<std::int32_t> probe_program_type(std::uint32_t type);
Result<std::int32_t> probe_map_type(std::uint32_t type);
Result<std::int32_t> probe_helper(std::uint32_t program_type, std::uint32_t helper);

}  // namespace waggle::bpf::raw
