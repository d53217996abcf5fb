// What `waggle inspect` says to people.
#include <fmt/format.h>

#include <iterator>
#include <map>

#include "waggle/toolchain/inspect/inspect.hh"

namespace waggle::toolchain {
namespace {

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

std::string spell(const TypedSize& value) {
  if (value.size == 0) return "none";
  return fmt::format("{}{}{} bytes", value.type, value.type.empty() ? "" : ", ", value.size);
}

std::string spell(const bpf::KernelVersion& version) {
  return version == bpf::KernelVersion{} ? "newer than known"
                                         : fmt::format("Linux {}.{}", version.major, version.minor);
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void add_programs(std::string& text, const ObjectReport& object) {
  if (!object.programs.empty()) text += "\nprograms\n";
  for (const ProgramReport& program : object.programs)
    add(text, "  {}  {}, SEC(\"{}\"), {} instructions{}\n", program.name, program.type, program.section,
        program.instructions, program.autoload ? "" : ", loaded only when asked for");
}

void add_maps(std::string& text, const ObjectReport& object) {
  if (!object.maps.empty()) text += "\nmaps\n";
  for (const MapReport& map : object.maps)
    add(text, "  {}  {}, {} entries, key: {}, value: {}\n", map.name, map.type, map.max_entries, spell(map.key),
        spell(map.value));
}

void add_globals(std::string& text, const ObjectReport& object) {
  if (!object.globals.empty()) text += "\nglobal variables\n";
  for (const GlobalReport& global : object.globals)
    add(text, "  {}  {}, {}+{}{}\n", global.name, global.type.type, global.section, global.offset,
        global.is_static ? ", static" : "");
}

std::string spell(const RelocationReport& relocation) {
  if (!relocation.answer) return "nobody to ask";
  switch (relocation.answer->verdict) {
    case btf::CoreVerdict::satisfied: return fmt::format("{}", relocation.answer->value);
    case btf::CoreVerdict::ambiguous: return "ambiguous, the object will not load";
    case btf::CoreVerdict::undecided: return "there, not compared";
    case btf::CoreVerdict::missing: break;
  }
  if (btf::is_question(relocation.kind)) return "no";
  return fmt::format("MISSING, instruction {} of {} becomes invalid", relocation.instruction, relocation.section);
}

// Equal ones are one line, in the order in which they first come.
void add_relocations(std::string& text, const ObjectReport& object) {
  if (object.relocations.empty()) return;
  add(text, "\nCO-RE relocations{}\n", object.kernel.empty() ? "" : ", answered by " + object.kernel);
  std::map<std::string, int> counts;
  std::vector<std::string> lines;
  for (const RelocationReport& relocation : object.relocations) {
    std::string line = fmt::format("{}  {}: {}", relocation.target, btf::name(relocation.kind), spell(relocation));
    if (++counts[line] == 1) lines.push_back(std::move(line));
  }
  for (const std::string& line : lines)
    if (counts[line] == 1) add(text, "  {}\n", line);
    else add(text, "  {} ({} times)\n", line, counts[line]);
}

void add_requirements(std::string& text, const ObjectReport& object) {
  if (object.requirements.empty()) return;
  add(text, "\nneeds {}\n", spell(object.requirements.front().since));
  for (const bpf::Requirement& requirement : object.requirements)
    add(text, "  {}  {}: {}\n", spell(requirement.since), requirement.what, join(requirement.users));
}

void add_object(std::string& text, const ObjectReport& object) {
  add(text, "{}\nlicence: {}\n", object.name, object.licence);
  add_programs(text, object);
  add_maps(text, object);
  add_globals(text, object);
  add_relocations(text, object);
  add_requirements(text, object);
}

void add_variables(std::string& text, const package::Package& package) {
  if (!package.variables.empty()) text += "\noptions\n";
  for (const package::Variable& variable : package.variables) {
    const std::string& help = variable.help.empty() ? variable.description : variable.help;
    add(text, "  --{}{}{}  {}{}{}\n", variable.long_option.empty() ? variable.name : variable.long_option,
        variable.short_option.empty() ? "" : ", -", variable.short_option, variable.type, help.empty() ? "" : ", ",
        help);
  }
}

void add_package(std::string& text, const PackageReport& report) {
  const package::Package& package = report.package;
  add(text, "{}: {}\n", package.name, package::name(package.format));
  if (!package.version.empty()) add(text, "version: {}\n", package.version);
  if (!package.description.empty()) add(text, "description: {}\n", package.description);
  add_variables(text, package);
  if (!package.export_types.empty()) text += "\nevents\n";
  for (const package::ExportType& type : package.export_types)
    add(text, "  struct {}, {} bytes\n", type.name, type.size);
  if (!package.kernels.empty()) text += "\ntypes of kernels\n";
  for (const package::KernelTypes& kernel : package.kernels)
    add(text, "  {} {} {} {}, {} bytes\n", kernel.id, kernel.version_id, kernel.machine, kernel.release,
        kernel.btf.size());
  text += "\nobject ";
  add_object(text, report.object);
}

std::string spell(const MemoryReport& memory) {
  std::string text = fmt::format("{} page{} of 64 KiB", memory.minimum, memory.minimum == 1 ? "" : "s");
  if (memory.maximum) add(text, ", at most {}", *memory.maximum);
  if (memory.is_64_bit) text += ", 64-bit addresses";
  if (memory.shared) text += ", shared";
  if (memory.imported) text += ", imported";
  return text;
}

std::string spell(const ImportReport& import) {
  if (!import.known) return "UNKNOWN, " + import.remark;
  if (import.grants.empty()) return "known";
  return fmt::format("{}{}", import.needs_allow ? "--allow " : "granted: ", import.grants);
}

void add_guest(std::string& text, const GuestReport& guest) {
  add(text, "{}\nWebAssembly, {} bytes\n", guest.name, guest.size);
  text += "\nsections\n";
  for (const SectionReport& section : guest.sections) add(text, "  {}  {} bytes\n", section.name, section.size);
  if (!guest.memories.empty()) text += "\nmemory\n";
  for (const MemoryReport& memory : guest.memories) add(text, "  {}\n", spell(memory));
  if (!guest.imports.empty()) text += "\nimports\n";
  for (const ImportReport& import : guest.imports)
    add(text, "  {}.{}  {}, {}\n", import.module, import.name, import.type, spell(import));
  if (!guest.exports.empty()) text += "\nexports\n";
  for (const ExportReport& exported : guest.exports)
    add(text, "  {}  {}\n", exported.name, exported.type.empty() ? exported.kind : exported.type);
  for (const ObjectReport& object : guest.objects) {
    text += "\nobject ";
    add_object(text, object);
  }
}

}  // namespace

std::string write_text(const Report& report) {
  std::string text;
  if (const auto* object = std::get_if<ObjectReport>(&report)) add_object(text, *object);
  if (const auto* package = std::get_if<PackageReport>(&report)) add_package(text, *package);
  if (const auto* guest = std::get_if<GuestReport>(&report)) add_guest(text, *guest);
  return text;
}

}  // namespace waggle::toolchain
