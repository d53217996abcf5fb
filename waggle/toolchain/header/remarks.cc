#include "waggle/toolchain/header/remarks.hh"

#include <fmt/format.h>

#include "waggle/toolchain/header/c.hh"

namespace waggle::toolchain {
namespace {

constexpr std::uint32_t kEnumSize = 4;  // C's

std::string remark_of(const Member& member) {
  if (member.type || member.padding) return {};
  const Scalar& scalar = member.scalar;
  if (scalar.kind == ScalarKind::bytes) return fmt::format("bytes, since C has no number of {}", scalar.size);
  if (!scalar.stands_for.starts_with("enum")) return {};
  if (member.bits != 0) return fmt::format("a number, since the sign of {} in a bit-field is open", scalar.stands_for);
  if (scalar.size != kEnumSize) return fmt::format("a number, since {} has {} bytes", scalar.stands_for, scalar.size);
  return fmt::format("a number, since {} has no constants, or an earlier one's", scalar.stands_for);
}

// Of members, also of the structures that are written inside.
void add_members(std::vector<std::string>& remarks, const std::string& path, const Definition& definition) {
  for (const Member& member : definition.members) {
    const std::string place = member.name.empty() ? path : path + "." + member.name;
    if (const std::string remark = remark_of(member); !remark.empty())
      remarks.push_back(fmt::format("{}: {}", place, remark));
    if (member.type && member.type->name.empty()) add_members(remarks, place, *member.type);
  }
}

}  // namespace

std::vector<std::string> remarks_of(const Layout& layout) {
  std::vector<std::string> remarks;
  for (const auto& definition : layout) {
    if (definition->kind == DefinitionKind::enumeration) continue;
    const std::string type = c_type_name(*definition);
    if (definition->size == 0) remarks.push_back(type + ": has no size");
    // The number behind it was given by lay_out().
    if (const auto at = definition->name.rfind("___");
        at != std::string::npos && at != 0 &&
        definition->name.find_first_not_of("0123456789", at + 3) == std::string::npos)
      remarks.push_back(fmt::format("{}: another type has its name, {}", type, definition->name.substr(0, at)));
    add_members(remarks, type, *definition);
  }
  return remarks;
}

}  // namespace waggle::toolchain
