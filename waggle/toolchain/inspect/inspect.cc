#include "waggle/toolchain/inspect/inspect.hh"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "waggle/bpf/inspect.hh"
#include "waggle/bpf/map_layout.hh"
#include "waggle/bpf/map_names.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/btf/types.hh"

namespace waggle::toolchain {
namespace {

using Json = nlohmann::ordered_json;

// "struct event (168 bytes)", or the bytes alone.
Json value_of(const std::optional<btf::Types>& types, btf::TypeId type, std::uint32_t size) {
  Json value{{"size", size}};
  if (types && type != 0) value["type"] = types->name(type);
  return value;
}

Json programs_of(const bpf::ObjectSpec& spec) {
  Json programs = Json::array();
  for (const bpf::Program& program : spec.programs())
    programs.push_back({{"name", program.name()},
                        {"type", bpf::type_name(program)},
                        {"section", program.section()},
                        {"instructions", bpf::instruction_count(program)},
                        {"autoload", program.autoload()}});
  return programs;
}

Json maps_of(const bpf::ObjectSpec& spec, const std::optional<btf::Types>& types) {
  Json maps = Json::array();
  for (const bpf::MapSpec& map : spec.maps()) {
    if (map.internal()) continue;
    const bpf::MapShape shape = map.shape();
    maps.push_back({{"name", map.name()},
                    {"type", bpf::map_type_name(shape.type)},
                    {"key", value_of(types, map.key_type(), shape.key_size)},
                    {"value", value_of(types, map.value_type(), shape.value_size)},
                    {"max_entries", shape.max_entries},
                    {"flags", shape.flags}});
  }
  return maps;
}

Json globals_of(const bpf::ObjectSpec& spec, const std::optional<btf::Types>& types) {
  Json globals = Json::array();
  if (!types) return globals;
  for (const bpf::MapSpec& map : spec.maps()) {
    if (!map.internal()) continue;
    const std::string section(bpf::section_of(map.name()));
    for (const btf::Variable& variable : types->variables(section))
      globals.push_back({{"name", variable.name},
                         {"section", section},
                         {"type", types->name(variable.type)},
                         {"offset", variable.offset},
                         {"size", variable.size},
                         {"static", !variable.global}});
  }
  return globals;
}

std::string value_text(const Json& value) {
  const std::string type = value.value("type", "");
  if (value["size"] == 0) return "none";
  return fmt::format("{}{}{} bytes", type, type.empty() ? "" : ", ", value["size"].get<std::uint32_t>());
}

// The same as the JSON has, for people.
std::string as_text(const Json& object) {
  std::string text =
      fmt::format("{}\nlicence: {}\n", object["name"].get<std::string>(), object["licence"].get<std::string>());
  const auto out = std::back_inserter(text);
  if (!object["programs"].empty()) text += "\nprograms\n";
  for (const Json& program : object["programs"])
    fmt::format_to(out, "  {}  {}, SEC(\"{}\"), {} instructions{}\n", program["name"].get<std::string>(),
                   program["type"].get<std::string>(), program["section"].get<std::string>(),
                   program["instructions"].get<std::size_t>(),
                   program["autoload"].get<bool>() ? "" : ", loaded only when asked for");
  if (!object["maps"].empty()) text += "\nmaps\n";
  for (const Json& map : object["maps"])
    fmt::format_to(out, "  {}  {}, {} entries, key: {}, value: {}\n", map["name"].get<std::string>(),
                   map["type"].get<std::string>(), map["max_entries"].get<std::uint32_t>(), value_text(map["key"]),
                   value_text(map["value"]));
  if (!object["globals"].empty()) text += "\nglobal variables\n";
  for (const Json& global : object["globals"])
    fmt::format_to(out, "  {}  {}, {}+{}{}\n", global["name"].get<std::string>(), global["type"].get<std::string>(),
                   global["section"].get<std::string>(), global["offset"].get<std::uint32_t>(),
                   global["static"].get<bool>() ? ", static" : "");
  return text;
}

}  // namespace

Result<std::string> inspect_object(Bytes elf, const std::string& name, InspectForm form) {
  WAGGLE_TRY(const bpf::ObjectSpec spec, bpf::ObjectSpec::open(elf, name));
  std::optional<btf::Types> types;
  if (!spec.btf().empty()) {
    WAGGLE_TRY(types, btf::Types::parse(spec.btf()));
  }
  const Json object{{"name", spec.name()},
                    {"licence", bpf::licence_of(elf)},
                    {"programs", programs_of(spec)},
                    {"maps", maps_of(spec, types)},
                    {"globals", globals_of(spec, types)}};
  if (form == InspectForm::text) return as_text(object);
  // Names come from a file; what is no UTF-8 in them must not throw.
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace waggle::toolchain
