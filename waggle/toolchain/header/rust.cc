#include <fmt/format.h>

#include <array>
#include <iterator>

#include "waggle/toolchain/header/header.hh"
#include "waggle/toolchain/header/names.hh"
#include "waggle/toolchain/header/rust_zig.hh"

namespace waggle::toolchain {
namespace {

constexpr auto kKeywords = std::to_array<std::string_view>(
    {"abstract", "as",     "async",  "await",   "become", "box",     "break", "const", "continue", "crate", "do",
     "dyn",      "else",   "enum",   "extern",  "false",  "final",   "fn",    "for",   "gen",      "if",    "impl",
     "in",       "let",    "loop",   "macro",   "match",  "mod",     "move",  "mut",   "override", "priv",  "pub",
     "ref",      "return", "self",   "Self",    "static", "struct",  "super", "trait", "true",     "try",   "type",
     "typeof",   "union",  "unsafe", "unsized", "use",    "virtual", "where", "while", "yield"});

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

std::string name(std::string_view word) { return unreserved(word, kKeywords); }

constexpr Spelling kSpelling{
    .name = name,
    .array = [](std::string_view element, std::uint32_t count) { return fmt::format("[{}; {}]", element, count); },
    .alias = "type",
};

void add_bit_fields(std::string& text, const FlatDefinition& definition) {
  if (definition.bit_fields.empty()) return;
  const bool is_union = definition.kind == DefinitionKind::union_;
  add(text, "impl {} {{\n", name(definition.name));
  for (const BitField& field : definition.bit_fields) {
    const std::string storage = fmt::format(fmt::runtime(is_union ? "unsafe {{ self.{} }}" : "self.{}"), field.storage);
    const std::string bits = fmt::format("waggle_bits(&{}, {}, {})", storage, field.offset, field.bits);
    if (field.is_signed)
      add(text, "    pub fn {0}(&self) -> i64 {{ (({1} << {2}) as i64) >> {2} }}\n", name(field.name), bits,
          64 - field.bits);
    else add(text, "    pub fn {}(&self) -> u64 {{ {} }}\n", name(field.name), bits);
  }
  text += "}\n";
}

std::string composite(const FlatDefinition& definition) {
  std::string text;
  const std::string type = name(definition.name);
  add(text, "#[repr(C{})]\n#[derive(Clone, Copy)]\npub {} {} {{\n", definition.packed ? ", packed" : "",
      definition.kind == DefinitionKind::union_ ? "union" : "struct", type);
  for (const Member& member : definition.members) {
    const std::string remark =
        member.scalar.stands_for.empty() || member.type ? "" : fmt::format(" // {}", member.scalar.stands_for);
    add(text, "    pub {}: {},{}\n", name(member.name), value_type(member, kSpelling), remark);
  }
  add(text, "}}\nconst _: () = assert!(core::mem::size_of::<{}>() == {});\n", type, definition.size);
  for (const Member& member : definition.members)
    if (!member.padding)
      add(text, "const _: () = assert!(core::mem::offset_of!({}, {}) == {});\n", type, name(member.name),
          member.offset / 8);
  add_bit_fields(text, definition);
  return text;
}

constexpr std::string_view kBits = R"(
#[allow(dead_code)]
fn waggle_bits(storage: &[u8], offset: usize, bits: usize) -> u64 {
    let mut value = 0;
    for i in 0..bits {
        let at = offset + i;
        value |= u64::from(storage[at / 8] >> (at % 8) & 1) << i;
    }
    value
}
)";

}  // namespace

std::string write_rust(const Layout& layout, const HeaderOptions& options) {
  return fmt::format(
      "// Made by waggle from {}: the kernel's layout in every guest. A module of its own.\n"
      "#![allow(non_camel_case_types, non_upper_case_globals, non_snake_case, dead_code)]\n{}{}",
      options.name, definitions(layout, kSpelling, composite), kBits);
}

}  // namespace waggle::toolchain
