#include "waggle/toolchain/header/rust_zig.hh"

#include <fmt/format.h>

#include <iterator>

namespace waggle::toolchain {
namespace {

std::string number(bool is_signed, std::uint32_t bytes) {
  return fmt::format("{}{}", is_signed ? 'i' : 'u', 8 * bytes);
}

std::string scalar_type(const Scalar& scalar, const Spelling& spelling) {
  switch (scalar.kind) {
    case ScalarKind::character:
    case ScalarKind::boolean: return "u8";
    case ScalarKind::floating: return scalar.size == 4 ? "f32" : "f64";
    case ScalarKind::bytes: return spelling.array("u8", scalar.size);
    case ScalarKind::integer: break;
  }
  return scalar.size == 16 ? spelling.array("u64", 2) : number(scalar.is_signed, scalar.size);
}

}  // namespace

std::string value_type(const Member& member, const Spelling& spelling) {
  std::string type = member.type ? spelling.name(member.type->name) : scalar_type(member.scalar, spelling);
  for (auto count = member.counts.rbegin(); count != member.counts.rend(); ++count) type = spelling.array(type, *count);
  return type;
}

std::string constants(const FlatDefinition& enumeration, const Spelling& spelling) {
  const std::string type = number(enumeration.is_signed, enumeration.size);
  std::string text;
  const auto out = std::back_inserter(text);
  if (!enumeration.name.empty())
    fmt::format_to(out, "pub {} {} = {};\n", spelling.alias, spelling.name(enumeration.name), type);
  for (const Constant& constant : enumeration.constants) {
    const std::string value = enumeration.is_signed ? fmt::format("{}", constant.value)
                                                    : fmt::format("{}", static_cast<std::uint64_t>(constant.value));
    fmt::format_to(out, "pub const {}: {} = {};\n", spelling.name(constant.name), type, value);
  }
  return text;
}

std::string definitions(const Layout& layout, const Spelling& spelling,
                        std::string (*composite)(const FlatDefinition& definition)) {
  std::string text;
  for (const FlatDefinition& definition : flatten(layout)) {
    text += '\n';
    text += definition.kind == DefinitionKind::enumeration ? constants(definition, spelling) : composite(definition);
  }
  return text;
}

}  // namespace waggle::toolchain
