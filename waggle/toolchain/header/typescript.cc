#include <fmt/format.h>

#include <array>
#include <iterator>

#include "waggle/toolchain/header/flat.hh"
#include "waggle/toolchain/header/header.hh"
#include "waggle/toolchain/header/names.hh"

namespace waggle::toolchain {
namespace {

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

// Of types and constants; a member may have any name.
constexpr auto kKeywords = std::to_array<std::string_view>(
    {"any",        "arguments", "as",      "async",      "await",     "bigint",  "boolean", "break",    "case",
     "catch",      "class",     "const",   "continue",   "debugger",  "default", "delete",  "do",       "else",
     "enum",       "eval",      "export",  "extends",    "false",     "finally", "for",     "function", "if",
     "implements", "import",    "in",      "instanceof", "interface", "let",     "never",   "new",      "null",
     "number",     "object",    "package", "private",    "protected", "public",  "return",  "static",   "string",
     "super",      "switch",    "symbol",  "this",       "throw",     "true",    "try",     "type",     "typeof",
     "undefined",  "unknown",   "var",     "void",       "while",     "with",    "yield"});
std::string name(std::string_view word) { return unreserved(word, kKeywords); }

bool is_text(const Member& member) {
  return !member.type && member.scalar.kind == ScalarKind::character && !member.counts.empty();
}
// A list of bytes, for what JavaScript has no number for.
bool is_wide(const Scalar& scalar) { return scalar.kind == ScalarKind::bytes || scalar.size == 16; }

std::string scalar_type(const Scalar& scalar) {
  if (scalar.kind == ScalarKind::boolean) return "boolean";
  if (is_wide(scalar)) return "number[]";
  return scalar.kind == ScalarKind::integer && scalar.size == 8 ? "bigint" : "number";
}

// Dimensions that are lists: the last one of text is not.
std::size_t lists(const Member& member) { return member.counts.size() - (is_text(member) ? 1 : 0); }

std::string member_type(const Member& member) {
  const bool is_composite = member.type && member.type->kind != DefinitionKind::enumeration;
  std::string type = is_text(member) ? "string" : is_composite ? name(member.type->name) : scalar_type(member.scalar);
  for (std::size_t i = 0; i < lists(member); ++i) type += "[]";
  return type;
}

std::string read_scalar(const Scalar& scalar, const std::string& at) {
  if (is_wide(scalar)) return fmt::format("list({}, {}, 1, (at) => view.getUint8(at))", at, scalar.size);
  switch (scalar.kind) {
    case ScalarKind::character: return fmt::format("view.getInt8({})", at);
    case ScalarKind::boolean: return fmt::format("view.getUint8({}) !== 0", at);
    case ScalarKind::floating: return fmt::format("view.getFloat{}({}, true)", 8 * scalar.size, at);
    default: break;
  }
  const std::string_view sign = scalar.is_signed ? "Int" : "Uint";
  if (scalar.size == 1) return fmt::format("view.get{}8({})", sign, at);
  return fmt::format("view.get{}{}{}({}, true)", scalar.size == 8 ? "Big" : "", sign, 8 * scalar.size, at);
}

std::string read_member(const Member& member) {
  const bool is_composite = member.type && member.type->kind != DefinitionKind::enumeration;
  std::uint64_t step = is_composite ? member.type->size : member.scalar.size;
  std::size_t left = member.counts.size();
  std::string element =
      is_composite ? fmt::format("read_{}(view, at)", name(member.type->name)) : read_scalar(member.scalar, "at");
  if (is_text(member)) {
    step = member.counts[--left];
    element = fmt::format("text(view, at, {})", step);
  }
  for (; left != 0; --left) {
    element = fmt::format("list(at, {}, {}, (at) => {})", member.counts[left - 1], step, element);
    step *= member.counts[left - 1];
  }
  return fmt::format("here(at + {}, (at) => {})", member.offset / 8, element);
}

void add_composite(std::string& text, const FlatDefinition& definition) {
  const std::string type = name(definition.name);
  std::string reads;
  add(text, "export interface {} {{\n", type);
  for (const Member& member : definition.members) {
    if (member.padding) continue;
    const std::string remark = member.scalar.stands_for.empty() ? "" : " // " + member.scalar.stands_for;
    add(text, "  {}: {};{}\n", member.name, member_type(member), remark);
    add(reads, "    {}: {},\n", member.name, read_member(member));
  }
  for (const BitField& field : definition.bit_fields) {
    std::uint64_t storage = 0;
    for (const Member& member : definition.members)
      if (member.name == field.storage) storage = member.offset;
    add(text, "  {}: bigint;\n", field.name);
    add(reads, "    {}: bits(view, at, {}, {}, {}),\n", field.name, storage + field.offset, field.bits,
        field.is_signed);
  }
  add(text,
      "}}\nexport const {0}_size = {1};\nexport function read_{0}(view: DataView, at = 0): {0} {{\n  return {{\n{2}"
      "  }};\n}}\n",
      type, definition.size, reads);
}

constexpr std::string_view kBegin = R"(function here<T>(at: number, read: (at: number) => T): T {
  return read(at);
}
function list<T>(at: number, count: number, step: number, read: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => read(at + i * step));
}
// Up to its first NUL.
function text(view: DataView, at: number, length: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
function bits(view: DataView, at: number, offset: number, width: number, signed: boolean): bigint {
  let value = 0n;
  for (let i = 0; i < width; i++) {
    const bit = offset + i;
    value |= BigInt((view.getUint8(at + (bit >> 3)) >> (bit & 7)) & 1) << BigInt(i);
  }
  return signed ? BigInt.asIntN(width, value) : value;
}
)";

}  // namespace

std::string write_typescript(const Layout& layout, const HeaderOptions& options) {
  std::string text =
      fmt::format("// Made by waggle from {}: reads the kernel's structures out of bytes.\n{}", options.name, kBegin);
  for (const FlatDefinition& definition : flatten(layout)) {
    text += '\n';
    if (definition.kind != DefinitionKind::enumeration) {
      add_composite(text, definition);
      continue;
    }
    for (const Constant& constant : definition.constants) {
      const std::string_view big = definition.size == 8 ? "n" : "";
      if (definition.is_signed) add(text, "export const {} = {}{};\n", name(constant.name), constant.value, big);
      else add(text, "export const {} = {}{};\n", name(constant.name), static_cast<std::uint64_t>(constant.value), big);
    }
  }
  return text;
}

}  // namespace waggle::toolchain
