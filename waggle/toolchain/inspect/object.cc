// What is in an object file.
#include <unistd.h>

#include <optional>

#include "waggle/bpf/inspect.hh"
#include "waggle/bpf/map_layout.hh"
#include "waggle/bpf/map_names.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/btf/types.hh"
#include "waggle/toolchain/inspect/inspect.hh"
#include "waggle/toolchain/object_types.hh"

namespace waggle::toolchain {
namespace {

constexpr const char* kRunningKernel = "/sys/kernel/btf/vmlinux";

TypedSize typed(const std::optional<btf::Types>& types, btf::TypeId type, std::uint32_t size) {
  return {types && type != 0 ? types->name(type) : "", size};
}

void add_programs(ObjectReport& report, const bpf::ObjectSpec& spec) {
  for (const bpf::Program& program : spec.programs())
    report.programs.push_back({.name = std::string(program.name()),
                               .type = std::string(bpf::type_name(program)),
                               .section = std::string(program.section()),
                               .instructions = bpf::instruction_count(program),
                               .autoload = program.autoload()});
}

void add_maps(ObjectReport& report, const bpf::ObjectSpec& spec, const std::optional<btf::Types>& types) {
  for (const bpf::MapSpec& map : spec.maps()) {
    if (map.internal()) continue;
    const bpf::MapShape shape = map.shape();
    report.maps.push_back({.name = std::string(map.name()),
                           .type = std::string(bpf::map_type_name(shape.type)),
                           .key = typed(types, map.key_type(), shape.key_size),
                           .value = typed(types, map.value_type(), shape.value_size),
                           .max_entries = shape.max_entries,
                           .flags = shape.flags});
  }
}

void add_globals(ObjectReport& report, const bpf::ObjectSpec& spec, const btf::Types& types) {
  for (const bpf::MapSpec& map : spec.maps()) {
    if (!map.internal()) continue;
    const std::string section(bpf::section_of(map.name()));
    for (const btf::Variable& variable : types.variables(section))
      report.globals.push_back({.name = variable.name,
                                .section = section,
                                .type = {types.name(variable.type), variable.size},
                                .offset = variable.offset,
                                .is_static = !variable.global});
  }
}

// The kernel's types; nothing where the running kernel has none and no others were named.
Result<std::optional<btf::Image>> read_kernel(ObjectReport& report, const std::string& asked) {
  std::optional<btf::Image> image;
  if (asked.empty() && ::access(kRunningKernel, R_OK) != 0) return image;
  report.kernel = asked.empty() ? kRunningKernel : asked;
  WAGGLE_TRY(const ByteVector btf, read_types(report.kernel));
  WAGGLE_TRY(image, btf::Image::parse(btf).context(report.kernel));
  return image;
}

Result<void> add_relocations(ObjectReport& report, Bytes elf, Bytes raw_types, const std::string& kernel_file) {
  WAGGLE_TRY(const btf::Image object, btf::Image::parse(raw_types));
  const ByteVector ext = bpf::section_bytes(elf, ".BTF.ext");
  WAGGLE_TRY(const auto relocations, btf::parse_core_relocations(ext, object));
  if (relocations.empty()) return {};
  WAGGLE_TRY(const auto kernel, read_kernel(report, kernel_file));
  const btf::CoreMatcher matcher(object, kernel ? *kernel : object);
  for (const btf::CoreRelocation& relocation : relocations) {
    WAGGLE_TRY(std::string target, matcher.describe(relocation));
    std::optional<btf::CoreAnswer> answer;
    if (kernel) {
      WAGGLE_TRY(answer, matcher.answer(relocation));
    }
    report.relocations.push_back(
        {relocation.section, relocation.instruction, relocation.kind, std::move(target), answer});
  }
  return {};
}

}  // namespace

Result<ObjectReport> inspect_object(Bytes elf, const InspectOptions& options) {
  WAGGLE_TRY(const bpf::ObjectSpec spec, bpf::ObjectSpec::open(elf, options.name));
  std::optional<btf::Types> types;
  if (!spec.btf().empty()) {
    WAGGLE_TRY(types, btf::Types::parse(spec.btf()).context(options.name));
  }
  ObjectReport report;
  report.name = spec.name();
  report.licence = bpf::licence_of(elf);
  add_programs(report, spec);
  add_maps(report, spec, types);
  if (types) {
    add_globals(report, spec, *types);
    WAGGLE_CHECK(add_relocations(report, elf, spec.btf(), options.kernel).context(options.name));
  }
  report.requirements = bpf::requirements_of(spec, elf);
  return report;
}

}  // namespace waggle::toolchain
