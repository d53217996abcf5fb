#include "waggle/package/eunomia.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/package/base64.hh"
#include "waggle/package/eunomia_2022.hh"

namespace waggle::package {
namespace {

// The object's text may be there, compressed, with the size it must have.
Result<ByteVector> read_object(const Node& root) {
  WAGGLE_TRY(const Node encoded, root.member("bpf_object"));
  WAGGLE_TRY(const std::string_view text, encoded.text());
  auto compressed = decode_base64(text);
  if (!compressed.ok()) return encoded.wrong(compressed.error().message());
  auto object = inflate(*compressed, kLargestObject);
  if (!object.ok()) return encoded.wrong(object.error().message());
  WAGGLE_TRY(const auto size, root.find("bpf_object_size"));
  if (!size) return object;
  WAGGLE_TRY(const std::uint64_t wanted, size->number());
  if (object->size() != wanted)
    return size->wrong(fmt::format("says {} bytes, but the object has {}", wanted, object->size()));
  return object;
}

Result<std::string> text_or(const Node& node, std::string_view key, std::string_view otherwise) {
  WAGGLE_TRY(const auto found, node.find(key));
  if (!found) return std::string(otherwise);
  WAGGLE_TRY(const std::string_view text, found->text());
  return std::string(text);
}

Result<bool> boolean_or(const Node& node, std::string_view key, bool otherwise) {
  WAGGLE_TRY(const auto found, node.find(key));
  return found ? found->boolean() : Result<bool>(otherwise);
}

Result<std::vector<Node>> elements_of(const Node& node, std::string_view key) {
  WAGGLE_TRY(const auto found, node.find(key));
  return found ? found->elements() : std::vector<Node>();
}

Result<Variable> read_variable(const Node& node) {
  Variable variable;
  WAGGLE_TRY(const Node name, node.member("name"));
  WAGGLE_TRY(variable.name, name.text());
  WAGGLE_TRY(variable.type, text_or(node, "type", ""));
  WAGGLE_TRY(variable.description, text_or(node, "description", ""));
  WAGGLE_TRY(const auto value, node.find("value"));
  if (value) variable.value = value->words();
  WAGGLE_TRY(const auto argument, node.find("cmdarg"));
  if (!argument) return variable;
  WAGGLE_TRY(variable.long_option, text_or(*argument, "long", ""));
  WAGGLE_TRY(variable.short_option, text_or(*argument, "short", ""));
  WAGGLE_TRY(variable.help, text_or(*argument, "help", ""));
  WAGGLE_TRY(const auto fallback, argument->find("default"));
  if (fallback) variable.fallback = fallback->words();
  return variable;
}

Result<std::vector<Variable>> read_variables(const Node& skeleton) {
  std::vector<Variable> variables;
  WAGGLE_TRY(const auto sections, elements_of(skeleton, "data_sections"));
  for (const Node& section : sections) {
    WAGGLE_TRY(const auto nodes, elements_of(section, "variables"));
    for (const Node& node : nodes) {
      WAGGLE_TRY(Variable variable, read_variable(node));
      variables.push_back(std::move(variable));
    }
  }
  return variables;
}

// An unknown kind is a table of keys and values, as it was for the loaders that read it first.
SampleKind sample_kind(std::string_view word) {
  if (word == "log2_hist") return SampleKind::log2_histogram;
  if (word == "linear_hist") return SampleKind::linear_histogram;
  return SampleKind::key_value;
}

Result<Sample> read_sample(const Node& node) {
  Sample sample;
  WAGGLE_TRY(const Node interval, node.member("interval"));
  WAGGLE_TRY(const std::uint64_t milliseconds, interval.number());
  if (milliseconds == 0) return interval.wrong("is no time");
  sample.interval = std::chrono::milliseconds(milliseconds);
  WAGGLE_TRY(const std::string kind, text_or(node, "type", ""));
  sample.kind = sample_kind(kind);
  WAGGLE_TRY(sample.unit, text_or(node, "unit", ""));
  WAGGLE_TRY(sample.clear, boolean_or(node, "clear_map", false));
  return sample;
}

Result<CustomMember> read_custom_member(const Node& node) {
  WAGGLE_TRY(const Node name, node.member("name"));
  WAGGLE_TRY(const std::string_view text, name.text());
  WAGGLE_TRY(const Node offset, node.member("offset"));
  WAGGLE_TRY(const std::uint64_t bytes, offset.number());
  WAGGLE_TRY(const Node type, node.member("btf_type_id"));
  WAGGLE_TRY(const std::uint64_t id, type.number());
  return CustomMember{std::string(text), static_cast<std::uint32_t>(bytes), static_cast<std::uint32_t>(id)};
}

// "no_export", "default", {"btf_type_id": N} or {"custom_members": [...]}.
Result<void> read_export(const Node& node, Map& map) {
  if (node.is_text()) {
    WAGGLE_TRY(const std::string_view word, node.text());
    if (word != "no_export" && word != "default") return node.wrong(fmt::format("'{}' is not known", word));
    return {};  // no_export stands at every map, also at those whose events are shown
  }
  WAGGLE_TRY(const auto type, node.find("btf_type_id"));
  if (type) {
    WAGGLE_TRY(const std::uint64_t id, type->number());
    map.type = static_cast<std::uint32_t>(id);
    return {};
  }
  WAGGLE_TRY(const Node members, node.member("custom_members"));
  WAGGLE_TRY(const auto nodes, members.elements());
  for (const Node& each : nodes) {
    WAGGLE_TRY(CustomMember member, read_custom_member(each));
    map.members.push_back(std::move(member));
  }
  return {};
}

// {"stack_trace": {"field_map": {"kstack": NAME, ...}, "with_symbols": true}}
Result<StackMembers> read_stacks(const Node& node) {
  StackMembers stacks;
  WAGGLE_TRY(stacks.named, boolean_or(node, "with_symbols", true));
  WAGGLE_TRY(const auto names, node.find("field_map"));
  if (!names) return stacks;
  WAGGLE_TRY(stacks.pid, text_or(*names, "pid", stacks.pid));
  WAGGLE_TRY(stacks.kernel, text_or(*names, "kstack", stacks.kernel));
  WAGGLE_TRY(stacks.kernel_size, text_or(*names, "kstack_sz", stacks.kernel_size));
  WAGGLE_TRY(stacks.user, text_or(*names, "ustack", stacks.user));
  WAGGLE_TRY(stacks.user_size, text_or(*names, "ustack_sz", stacks.user_size));
  return stacks;
}

// "default_struct", or how the events are stacks. The key is misspelt in the packages that there are.
Result<void> read_interpreter(const Node& node, Map& map) {
  for (const std::string_view key : {"intepreter", "interpreter"}) {
    WAGGLE_TRY(const auto found, node.find(key));
    if (!found || found->is_text()) continue;
    WAGGLE_TRY(const auto stacks, found->find("stack_trace"));
    if (!stacks) continue;
    WAGGLE_TRY(map.stacks, read_stacks(*stacks));
  }
  return {};
}

Result<Map> read_map(const Node& node) {
  Map map;
  WAGGLE_TRY(const Node name, node.member("name"));
  WAGGLE_TRY(map.name, name.text());
  WAGGLE_TRY(const auto sample, node.find("sample"));
  if (sample) {
    WAGGLE_TRY(map.sample, read_sample(*sample));
  }
  WAGGLE_TRY(const auto exported, node.find("export_config"));
  if (exported) WAGGLE_CHECK(read_export(*exported, map));
  WAGGLE_CHECK(read_interpreter(node, map));
  return map;
}

Result<TrafficHook> read_hook(const Node& node, const Node& program) {
  TrafficHook hook;
  WAGGLE_TRY(const auto interface, node.find("ifindex"));
  if (interface) {
    WAGGLE_TRY(hook.interface, interface->number());
  }
  WAGGLE_TRY(const std::string point, text_or(node, "attach_point", "BPF_TC_INGRESS"));
  if (point != "BPF_TC_INGRESS" && point != "BPF_TC_EGRESS")
    return node.wrong(fmt::format("attach_point '{}' is neither BPF_TC_INGRESS nor BPF_TC_EGRESS", point));
  hook.egress = point == "BPF_TC_EGRESS";
  WAGGLE_TRY(const auto options, program.find("tcopts"));
  if (!options) return hook;
  WAGGLE_TRY(const auto priority, options->find("priority"));
  if (!priority) return hook;
  WAGGLE_TRY(const std::uint64_t number, priority->number(UINT16_MAX));
  if (number > 1) hook.priority = static_cast<std::uint16_t>(number);  // 1 is what everybody writes
  return hook;
}

Result<Program> read_program(const Node& node) {
  Program program;
  WAGGLE_TRY(const Node name, node.member("name"));
  WAGGLE_TRY(program.name, name.text());
  WAGGLE_TRY(program.attached, boolean_or(node, "link", true));
  WAGGLE_TRY(const auto hook, node.find("tchook"));
  if (hook) {
    WAGGLE_TRY(program.hook, read_hook(*hook, node));
  }
  WAGGLE_TRY(const auto interface, node.find("ifindex"));
  if (interface) {
    WAGGLE_TRY(program.interface, interface->number());
  }
  WAGGLE_TRY(program.target, text_or(node, "target", ""));
  return program;
}

// A list of them, or the object {"structs": [{"id", "name"}]} of the generation between.
Result<std::vector<ExportType>> read_export_types(const Node& node) {
  std::vector<ExportType> types;
  WAGGLE_TRY(const auto nodes, node.is_object() ? elements_of(node, "structs") : node.elements());
  for (const Node& each : nodes) {
    ExportType type;
    WAGGLE_TRY(const Node name, each.member("name"));
    WAGGLE_TRY(type.name, name.text());
    WAGGLE_TRY(const auto size, each.find("size"));
    if (size) {
      WAGGLE_TRY(type.size, size->number());
    }
    WAGGLE_TRY(const auto id, each.find("type_id"));
    if (id) {
      WAGGLE_TRY(type.type, id->number());
    }
    types.push_back(std::move(type));
  }
  return types;
}

Result<void> read_doc(const Node& skeleton, Package& package) {
  WAGGLE_TRY(const auto doc, skeleton.find("doc"));
  if (!doc) return {};
  WAGGLE_TRY(package.version, text_or(*doc, "version", ""));
  for (const std::string_view key : {"brief", "description", "details"}) {
    if (!package.description.empty()) break;
    WAGGLE_TRY(package.description, text_or(*doc, key, ""));
  }
  return {};
}

Result<void> read_skeleton(const Node& skeleton, Package& package) {
  WAGGLE_TRY(package.name, text_or(skeleton, "obj_name", ""));
  if (package.name.ends_with("_bpf")) package.name.resize(package.name.size() - 4);
  WAGGLE_CHECK(read_doc(skeleton, package));
  WAGGLE_TRY(package.variables, read_variables(skeleton));
  WAGGLE_TRY(const auto maps, elements_of(skeleton, "maps"));
  for (const Node& node : maps) {
    WAGGLE_TRY(Map map, read_map(node));
    package.maps.push_back(std::move(map));
  }
  WAGGLE_TRY(const auto programs, elements_of(skeleton, "progs"));
  for (const Node& node : programs) {
    WAGGLE_TRY(Program program, read_program(node));
    package.programs.push_back(std::move(program));
  }
  return {};
}

Result<void> read_meta(const Node& meta, Package& package) {
  WAGGLE_TRY(const Node skeleton, meta.member("bpf_skel"));
  WAGGLE_CHECK(read_skeleton(skeleton, package));
  WAGGLE_TRY(const auto types, meta.find("export_types"));
  if (types) {
    WAGGLE_TRY(package.export_types, read_export_types(*types));
  }
  WAGGLE_TRY(const auto pages, meta.find("perf_buffer_pages"));
  if (pages) {
    WAGGLE_TRY(package.perf_pages, pages->number());
  }
  return {};
}

}  // namespace

Result<Package> read_eunomia(const Node& root, Bytes object) {
  if (root.is_object() && root.has("data")) return read_eunomia_2022(root);
  Package package;
  package.format = Format::json;
  const bool described_only = root.is_object() && !root.has("bpf_object");
  if (described_only && object.empty()) {
    if (root.has("bpf_skel") || root.has("meta"))
      return Error(ENOEXEC, "describes an object but does not carry it; pack both into one tar archive");
    return Error(ENOEXEC, "is JSON, but no package: it has neither 'bpf_object' nor 'data'");
  }
  if (described_only) package.object.assign(object.begin(), object.end());
  else {
    WAGGLE_TRY(package.object, read_object(root));
  }
  // A description that stands alone is what "meta" would hold.
  if (described_only && !root.has("meta")) WAGGLE_CHECK(read_meta(root, package));
  else {
    WAGGLE_TRY(const Node meta, root.member("meta"));
    WAGGLE_CHECK(read_meta(meta, package));
  }
  return package;
}

}  // namespace waggle::package
