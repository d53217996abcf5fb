// What is found in a file, before anybody writes it down: plain values, for the writers of text and JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "waggle/bpf/requirements/requirements.hh"
#include "waggle/btf/core_match.hh"
#include "waggle/package/package.hh"

namespace waggle::toolchain {

// A key, a value, a variable: "struct event" and its bytes. The type is empty where BTF does not tell.
struct TypedSize {
  std::string type;
  std::uint32_t size = 0;
};

struct ProgramReport {
  std::string name, type, section;
  std::size_t instructions = 0;
  bool autoload = true;
};

struct MapReport {
  std::string name, type;
  TypedSize key, value;
  std::uint32_t max_entries = 0;
  std::uint32_t flags = 0;
};

struct GlobalReport {
  std::string name, section;
  TypedSize type;
  std::uint32_t offset = 0;
  bool is_static = false;
};

struct RelocationReport {
  std::string section;
  std::uint32_t instruction = 0;
  btf::CoreKind kind = btf::CoreKind::byte_offset;
  std::string target;                     // "struct task_struct.tgid"
  std::optional<btf::CoreAnswer> answer;  // none where there was nobody to ask
};

struct ObjectReport {
  std::string name, licence;
  std::vector<ProgramReport> programs;
  std::vector<MapReport> maps;
  std::vector<GlobalReport> globals;
  std::vector<RelocationReport> relocations;
  std::string kernel;  // the file of types that answered; empty where none did
  std::vector<bpf::Requirement> requirements;
};

struct PackageReport {
  package::Package package;  // its object's bytes have become `object`
  ObjectReport object;
};

struct SectionReport {
  std::string name;  // "code", "custom producers"
  std::size_t size = 0;
};

struct ImportReport {
  std::string module, name, type;
  bool known = false;
  std::string grants;        // that a call needs; empty: none
  bool needs_allow = false;  // one of them is not given by default
  std::string remark;        // what becomes of one that is not known
};

struct ExportReport {
  std::string name, kind, type;
};

struct MemoryReport {
  bool imported = false, shared = false, is_64_bit = false;
  std::uint64_t minimum = 0;  // pages of 64 KiB
  std::optional<std::uint64_t> maximum;
};

struct GuestReport {
  std::string name;
  std::size_t size = 0;
  std::vector<SectionReport> sections;
  std::vector<ImportReport> imports;
  std::vector<ExportReport> exports;
  std::vector<MemoryReport> memories;
  std::vector<ObjectReport> objects;  // BPF objects in its data
};

using Report = std::variant<ObjectReport, PackageReport, GuestReport>;

}  // namespace waggle::toolchain
