#include "waggle/loader/inference.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/bpf/code.hh"
#include "waggle/loader/infer/names.hh"

namespace waggle::loader {
namespace {

using event::Origin;
using event::TypePtr;

// Of those that fit by places and names, else by places, the only one; null for none or several.
TypePtr only_fitting(const std::vector<TypePtr>& candidates, const std::vector<infer::Field>& fields) {
  for (const bool names : {true, false}) {
    TypePtr found;
    std::size_t count = 0;
    for (const TypePtr& each : candidates)
      if (infer::fits(*each, fields, names)) found = each, ++count;
    if (count == 1) return found;
    if (count > 1) return nullptr;
  }
  return nullptr;
}

}  // namespace

Result<Inference> Inference::create(const Loaded& loaded, const package::Package& package) {
  WAGGLE_TRY(auto debug_info, package::DebugInfo::parse(package.object));
  Inference inference(loaded, std::move(debug_info));
  for (const bpf::Program& program : loaded.object.programs()) {
    if (program.fd() < 0) continue;
    WAGGLE_TRY(const bpf::Code code, bpf::code_of(loaded.object, program));
    for (infer::Send& send : infer::sends_of(code)) {
      auto fields = infer::name_writes(send.writes, code);
      auto variable = infer::sent_variable(infer::line_of(code, send.instruction));
      inference.sends_.push_back(
          {std::string(program.name()), std::move(send), std::move(fields), std::move(variable)});
    }
  }
  return inference;
}

std::vector<Inference::Group> Inference::groups(const std::string& map) const {
  std::vector<Group> groups;
  for (const Send& send : sends_) {
    if (send.what.map != map) continue;
    auto group = std::ranges::find(groups, send.what.size, &Group::size);
    if (group == groups.end()) group = groups.insert(groups.end(), Group{send.what.size, {}, {}});
    group->sends.push_back(&send);
    group->fields.insert(group->fields.end(), send.fields.begin(), send.fields.end());
  }
  // Those of known size first: an event of another size is one whose size varies.
  std::ranges::sort(groups, {}, [](const Group& group) { return std::pair(!group.size, group.size.value_or(0)); });
  return groups;
}

std::vector<Inferred> Inference::of(const std::string& map) const {
  std::vector<Inferred> all;
  for (const Group& group : groups(map)) all.push_back(infer(map, group));
  return all;
}

Inferred Inference::infer(const std::string& map, const Group& group) const {
  if (auto found = from_debug_info(group)) return *std::move(found);
  if (auto found = from_map_value(group)) return *std::move(found);
  if (auto found = from_btf(group)) return *std::move(found);
  const std::string size = group.size ? fmt::format("{} bytes", *group.size) : "a varying number of bytes";
  TypePtr made = infer::reconstruct(map, group.fields, group.size);
  if (!made->members.empty())
    return {std::move(made), Origin::reconstructed,
            fmt::format("no structure of the object fits; made of the instructions that write its {}", size)};
  auto bytes = std::make_shared<event::Type>();
  bytes->size = group.size.value_or(0);
  return {std::move(bytes), Origin::unknown, fmt::format("{} whose writing is not seen", size)};
}

std::optional<Inferred> Inference::from_debug_info(const Group& group) const {
  for (const Send* send : group.sends) {
    if (send->variable.empty()) continue;
    TypePtr type = debug_info_.variable(send->program, send->variable);
    const bool right = type && (!group.size || type->size == *group.size);
    if (right)
      return Inferred{
          type, Origin::debug_info,
          fmt::format("the debug information says that '{}' in {} is {}", send->variable, send->program, type->name)};
  }
  if (!group.size) return std::nullopt;
  TypePtr type = only_fitting(debug_info_.structures(*group.size), group.fields);
  if (!type) return std::nullopt;
  return Inferred{
      type, Origin::debug_info,
      fmt::format("{} is the only one of {} bytes in the debug information that fits", type->name, *group.size)};
}

// Events too large for the stack are put together in a value of a map.
std::optional<Inferred> Inference::from_map_value(const Group& group) const {
  for (const Send* send : group.sends) {
    const auto map = std::ranges::find(loaded_.maps, send->what.from_map, &MapTypes::name);
    if (send->what.from_map.empty() || map == loaded_.maps.end() || map->value == 0) continue;
    auto type = loaded_.types.describe(map->value);
    if (!type.ok() || (*type)->kind != event::Kind::structure) continue;
    if (group.size && (*type)->size != *group.size) continue;
    return Inferred{*type, Origin::size,
                    fmt::format("it lies in a value of the map '{}', which is {}", map->name, (*type)->name)};
  }
  return std::nullopt;
}

std::optional<Inferred> Inference::from_btf(const Group& group) const {
  if (!group.size) return std::nullopt;
  std::vector<TypePtr> candidates;
  for (const btf::TypeId id : loaded_.types.structures()) {
    if (loaded_.types.size(id) != *group.size) continue;
    if (auto type = loaded_.types.describe(id); type.ok()) candidates.push_back(std::move(*type));
  }
  TypePtr type = only_fitting(candidates, group.fields);
  if (!type) return std::nullopt;
  return Inferred{
      type, Origin::size,
      fmt::format("{} is the only structure that fits the {} bytes that are sent", type->name, *group.size)};
}

}  // namespace waggle::loader
