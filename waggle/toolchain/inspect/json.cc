// What `waggle inspect --json` says to programs. Keys are only ever added.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "waggle/toolchain/inspect/inspect.hh"

namespace waggle::toolchain {
namespace {

using Json = nlohmann::ordered_json;

template <class T, class F>
Json list(const std::vector<T>& values, F to_json) {
  Json all = Json::array();
  for (const T& value : values) all.push_back(to_json(value));
  return all;
}

Json of(const TypedSize& value) {
  Json json{{"size", value.size}};
  if (!value.type.empty()) json["type"] = value.type;
  return json;
}

Json of_program(const ProgramReport& program) {
  return {{"name", program.name},
          {"type", program.type},
          {"section", program.section},
          {"instructions", program.instructions},
          {"autoload", program.autoload}};
}

Json of_map(const MapReport& map) {
  return {{"name", map.name},
          {"type", map.type},
          {"key", of(map.key)},
          {"value", of(map.value)},
          {"max_entries", map.max_entries},
          {"flags", map.flags}};
}

Json of_global(const GlobalReport& global) {
  return {{"name", global.name},     {"section", global.section}, {"type", global.type.type},
          {"offset", global.offset}, {"size", global.type.size},  {"static", global.is_static}};
}

std::string_view word(btf::CoreVerdict verdict) {
  switch (verdict) {
    case btf::CoreVerdict::satisfied: return "satisfied";
    case btf::CoreVerdict::missing: return "missing";
    case btf::CoreVerdict::ambiguous: return "ambiguous";
    case btf::CoreVerdict::undecided: break;
  }
  return "undecided";
}

Json of_relocation(const RelocationReport& relocation) {
  Json json{{"target", relocation.target},
            {"kind", btf::name(relocation.kind)},
            {"section", relocation.section},
            {"instruction", relocation.instruction}};
  if (!relocation.answer) return json;
  json["verdict"] = word(relocation.answer->verdict);
  if (relocation.answer->verdict == btf::CoreVerdict::satisfied) json["value"] = relocation.answer->value;
  return json;
}

Json of_version(const bpf::KernelVersion& version) {
  return version == bpf::KernelVersion{} ? Json() : Json(fmt::format("{}.{}", version.major, version.minor));
}

Json of_requirement(const bpf::Requirement& requirement) {
  return {{"linux", of_version(requirement.since)}, {"what", requirement.what}, {"by", requirement.users}};
}

Json of_object(const ObjectReport& object) {
  return {{"name", object.name},
          {"licence", object.licence},
          {"programs", list(object.programs, of_program)},
          {"maps", list(object.maps, of_map)},
          {"globals", list(object.globals, of_global)},
          {"kernel_types", object.kernel},
          {"relocations", list(object.relocations, of_relocation)},
          {"requirements", list(object.requirements, of_requirement)}};
}

Json of_variable(const package::Variable& variable) {
  Json json{{"name", variable.name}, {"type", variable.type}};
  const auto add = [&json](const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
  };
  add("description", variable.description);
  add("help", variable.help);
  add("long", variable.long_option);
  add("short", variable.short_option);
  if (variable.fallback) json["default"] = *variable.fallback;
  if (variable.value) json["value"] = *variable.value;
  return json;
}

Json of_kernel(const package::KernelTypes& kernel) {
  return {{"id", kernel.id},
          {"version_id", kernel.version_id},
          {"machine", kernel.machine},
          {"release", kernel.release},
          {"size", kernel.btf.size()}};
}

Json of_package(const PackageReport& report) {
  const package::Package& package = report.package;
  const auto of_type = [](const package::ExportType& type) { return Json{{"name", type.name}, {"size", type.size}}; };
  return {{"format", package::name(package.format)},
          {"name", package.name},
          {"version", package.version},
          {"description", package.description},
          {"variables", list(package.variables, of_variable)},
          {"events", list(package.export_types, of_type)},
          {"kernels", list(package.kernels, of_kernel)},
          {"object", of_object(report.object)}};
}

Json of_section(const SectionReport& section) { return {{"name", section.name}, {"size", section.size}}; }

Json of_memory(const MemoryReport& memory) {
  Json json{{"minimum", memory.minimum}, {"shared", memory.shared}, {"imported", memory.imported}};
  if (memory.maximum) json["maximum"] = *memory.maximum;
  json["address_bits"] = memory.is_64_bit ? 64 : 32;
  return json;
}

Json of_import(const ImportReport& import) {
  Json json{{"module", import.module}, {"name", import.name}, {"type", import.type}, {"known", import.known}};
  if (import.known) json["grants"] = import.grants;
  if (import.known) json["granted_by_default"] = !import.needs_allow;
  if (!import.remark.empty()) json["remark"] = import.remark;
  return json;
}

Json of_export(const ExportReport& exported) {
  Json json{{"name", exported.name}, {"kind", exported.kind}};
  if (!exported.type.empty()) json["type"] = exported.type;
  return json;
}

Json of_guest(const GuestReport& guest) {
  return {{"name", guest.name},
          {"size", guest.size},
          {"sections", list(guest.sections, of_section)},
          {"memories", list(guest.memories, of_memory)},
          {"imports", list(guest.imports, of_import)},
          {"exports", list(guest.exports, of_export)},
          {"objects", list(guest.objects, of_object)}};
}

}  // namespace

std::string write_json(const Report& report) {
  Json json;
  if (const auto* object = std::get_if<ObjectReport>(&report)) json = of_object(*object);
  if (const auto* package = std::get_if<PackageReport>(&report)) json = of_package(*package);
  if (const auto* guest = std::get_if<GuestReport>(&report)) json = of_guest(*guest);
  // Names come from a file; what is no UTF-8 in them must not throw.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace waggle::toolchain
