#include <fmt/format.h>

#include <iterator>

#include "waggle/toolchain/header/header.hh"
#include "waggle/toolchain/header/rust_zig.hh"

namespace waggle::toolchain {
namespace {

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

// Zig quotes what is a keyword, or a type of its own.
std::string name(std::string_view word) { return fmt::format("@\"{}\"", word); }

constexpr Spelling kSpelling{
    .name = name,
    .array = [](std::string_view element, std::uint32_t count) { return fmt::format("[{}]{}", count, element); },
    .alias = "const",
};

std::string composite(const FlatDefinition& definition) {
  std::string text;
  const std::string type = name(definition.name);
  add(text, "pub const {} = extern {} {{\n", type, definition.kind == DefinitionKind::union_ ? "union" : "struct");
  for (const Member& member : definition.members)
    add(text, "    {}: {}{},\n", name(member.name), value_type(member, kSpelling),
        definition.packed ? " align(1)" : "");
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
  return text + "}\n";
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
  return fmt::format(
      "// Made by waggle from {}: the kernel's layout in every guest.\n"
      "const assert = @import(\"std\").debug.assert;\n{}{}",
      options.name, definitions(layout, kSpelling, composite), kBits);
}

}  // namespace waggle::toolchain
