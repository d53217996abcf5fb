#include "waggle/bpf/raw/names.hh"

#include <bpf/libbpf.h>

#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {
namespace {

std::string_view text(const char* name) { return name == nullptr ? std::string_view() : name; }

}  // namespace

std::string_view attach_type_name(std::uint32_t type) {
  return text(::libbpf_bpf_attach_type_str(static_cast<bpf_attach_type>(type)));
}
std::string_view link_type_name(std::uint32_t type) {
  return text(::libbpf_bpf_link_type_str(static_cast<bpf_link_type>(type)));
}
std::string_view map_type_name(std::uint32_t type) {
  return text(::libbpf_bpf_map_type_str(static_cast<bpf_map_type>(type)));
}
std::string_view program_type_name(std::uint32_t type) {
  return text(::libbpf_bpf_prog_type_str(static_cast<bpf_prog_type>(type)));
}

Result<SectionMeaning> section_meaning(const std::string& section) {
  bpf_prog_type program{};
  bpf_attach_type attach{};
  WAGGLE_CHECK(status(::libbpf_prog_type_by_name(section.c_str(), &program, &attach)));
  return SectionMeaning{program, attach};
}

Result<std::uint32_t> attach_type_of_section(const std::string& section) {
  bpf_attach_type attach{};
  WAGGLE_CHECK(status(::libbpf_attach_type_by_name(section.c_str(), &attach)));
  return attach;
}

Result<std::int32_t> possible_cpus() { return number(::libbpf_num_possible_cpus()); }

Result<std::int32_t> vmlinux_btf_id(const std::string& name, std::uint32_t attach_type) {
  return number(::libbpf_find_vmlinux_btf_id(name.c_str(), static_cast<bpf_attach_type>(attach_type)));
}

Result<std::int32_t> probe_program_type(std::uint32_t type) {
  return number(::libbpf_probe_bpf_prog_type(static_cast<bpf_prog_type>(type), nullptr));
}

Result<std::int32_t> probe_map_type(std::uint32_t type) {
  return number(::libbpf_probe_bpf_map_type(static_cast<bpf_map_type>(type), nullptr));
}

Result<std::int32_t> probe_helper(std::uint32_t program_type, std::uint32_t helper) {
  return number(
      ::libbpf_probe_bpf_helper(static_cast<bpf_prog_type>(program_type), static_cast<bpf_func_id>(helper), nullptr));
}

}  // namespace waggle::bpf::raw
