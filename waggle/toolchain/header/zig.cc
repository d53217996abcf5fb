#include <fmt/format.h>

#include <array>
#include <iterator>

#include "waggle/toolchain/header/flat.hh"
#include "waggle/toolchain/header/header.hh"

namespace waggle::toolchain {
namespace {

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

// Zig quotes what is a keyword, or a type of its own.
std::string name(std::string_view word) { return fmt::format("@\"{}\"", word); }

std::string scalar_type(const Scalar& scalar) {
  switch (scalar.kind) {
    case ScalarKind::character:
    case ScalarKind::boolean: return "u8";
    case ScalarKind::floating: return scalar.size == 4 ? "f32" : "f64";
    case ScalarKind::bytes: return fmt::format("[{}]u8", scalar.size);
    case ScalarKind::integer: break;
  }
  if (scalar.size == 16) return "[2]u64";
  return fmt::format("{}{}", scalar.is_signed ? 'i' : 'u', 8 * scalar.size);
}

std::string member_type(const Member& member) {
  std::string type;
  for (const std::uint32_t count : member.counts) type += fmt::format("[{}]", count);
  return type + (member.type ? name(member.type->name) : scalar_type(member.scalar));
}

void add_enumeration(std::string& text, const FlatDefinition& definition) {
  const std::string type = fmt::format("{}{}", definition.is_signed ? 'i' : 'u', 8 * definition.size);
  if (!definition.name.empty()) add(text, "pub const {} = {};\n", name(definition.name), type);
  for (const Constant& constant : definition.constants) {
    const std::string value = definition.is_signed ? fmt::format("{}", constant.value)
                                                   : fmt::format("{}", static_cast<std::uint64_t>(constant.value));
    add(text, "pub const {}: {} = {};\n", name(constant.name), type, value);
  }
}

void add_composite(std::string& text, const FlatDefinition& definition) {
  const std::string type = name(definition.name);
  add(text, "pub const {} = extern {} {{\n", type, definition.kind == DefinitionKind::union_ ? "union" : "struct");
  for (const Member& member : definition.members)
    add(text, "    {}: {}{},\n", name(member.name), member_type(member), definition.packed ? " align(1)" : "");
  for (const BitField& field : definition.bit_fields) {
    const std::string bits = fmt::format("waggle_bits(&self.{}, {}, {})", field.storage, field.offset, field.bits);
    if (field.is_signed)
      add(text,
          "    pub fn get_{0}(self: *const {1}) i64 {{\n        return @as(i64, @bitCast({2} << {3})) >> {3};\n    "
          "}}\n",
          field.name, type, bits, 64 - field.bits);
    else add(text, "    pub fn get_{}(self: *const {}) u64 {{\n        return {};\n    }}\n", field.name, type, bits);
  }
  add(text, "}};\ncomptime {{\n    assert(@sizeOf({}) == {});\n", type, definition.size);
  for (const Member& member : definition.members)
    if (!member.padding && definition.kind != DefinitionKind::union_)
      add(text, "    assert(@offsetOf({}, \"{}\") == {});\n", type, member.name, member.offset / 8);
  text += "}\n";
}

constexpr std::string_view kBits = R"(
fn waggle_bits(storage: []const u8, offset: usize, bits: usize) u64 {
    var value: u64 = 0;
    for (0..bits) |i| {
        const at = offset + i;
        value |= @as(u64, storage[at / 8] >> @intCast(at % 8) & 1) << @intCast(i);
    }
    return value;
}
)";

}  // namespace

std::string write_zig(const Layout& layout, const HeaderOptions& options) {
  std::string text = fmt::format(
      "// Made by waggle from {}: the kernel's layout in every guest.\n"
      "const assert = @import(\"std\").debug.assert;\n",
      options.name);
  for (const FlatDefinition& definition : flatten(layout)) {
    text += '\n';
    if (definition.kind == DefinitionKind::enumeration) add_enumeration(text, definition);
    else add_composite(text, definition);
  }
  return text.append(kBits);
}

}  // namespace waggle::toolchain
