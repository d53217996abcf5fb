#include <fmt/format.h>

#include <array>
#include <iterator>

#include "waggle/toolchain/header/flat.hh"
#include "waggle/toolchain/header/header.hh"
#include "waggle/toolchain/header/names.hh"

namespace waggle::toolchain {
namespace {

constexpr auto kKeywords = std::to_array<std::string_view>(
    {"False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
     "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
     "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
     "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"});

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

std::string name(std::string_view word) { return unreserved(word, kKeywords); }

std::string scalar_type(const Scalar& scalar) {
  switch (scalar.kind) {
    case ScalarKind::character: return "ctypes.c_char";
    case ScalarKind::boolean: return "ctypes.c_bool";
    case ScalarKind::floating: return scalar.size == 4 ? "ctypes.c_float" : "ctypes.c_double";
    case ScalarKind::bytes: return fmt::format("ctypes.c_uint8 * {}", scalar.size);
    case ScalarKind::integer: break;
  }
  if (scalar.size == 16) return "ctypes.c_uint64 * 2";
  return fmt::format("ctypes.c_{}int{}", scalar.is_signed ? "" : "u", 8 * scalar.size);
}

std::string member_type(const Member& member) {
  std::string type = member.type && member.type->kind != DefinitionKind::enumeration ? name(member.type->name)
                                                                                     : scalar_type(member.scalar);
  for (auto count = member.counts.rbegin(); count != member.counts.rend(); ++count)
    type = fmt::format("({}) * {}", type, *count);
  return type;
}

void add_enumeration(std::string& text, const FlatDefinition& definition) {
  for (const Constant& constant : definition.constants) {
    if (definition.is_signed) add(text, "{} = {}\n", name(constant.name), constant.value);
    else add(text, "{} = {}\n", name(constant.name), static_cast<std::uint64_t>(constant.value));
  }
}

// Members are given to the class from outside: within it, Python changes names that begin with two underscores.
void add_composite(std::string& text, const FlatDefinition& definition) {
  const std::string type = name(definition.name);
  add(text, "class {}(ctypes.{}):\n    pass\n\n\n", type,
      definition.kind == DefinitionKind::union_ ? "Union" : "Structure");
  add(text, "{0}._layout_ = \"ms\"\n{0}._pack_ = 1\n{0}._fields_ = [\n", type);
  for (const Member& member : definition.members)
    add(text, "    (\"{}\", {}),\n", name(member.name), member_type(member));
  text += "]\n";
  for (const BitField& field : definition.bit_fields)
    add(text, "{}.{} = _property(lambda self: _bits(self.{}, {}, {}, {}))\n", type, name(field.name), field.storage,
        field.offset, field.bits, field.is_signed ? "True" : "False");
  add(text, "assert ctypes.sizeof({}) == {}\n", type, definition.size);
  for (const Member& member : definition.members)
    if (!member.padding) add(text, "assert {}.{}.offset == {}\n", type, name(member.name), member.offset / 8);
}

constexpr std::string_view kBegin = R"(import ctypes
from builtins import bytes as _bytes, int as _int, property as _property  # a structure may have these names


def _bits(storage, offset, bits, signed):
    value = _int.from_bytes(_bytes(storage), "little") >> offset & (1 << bits) - 1
    return value - (1 << bits) if signed and value >> bits - 1 else value
)";

}  // namespace

std::string write_python(const Layout& layout, const HeaderOptions& options) {
  std::string text =
      fmt::format("# Made by waggle from {}: the kernel's layout. event.from_buffer_copy(data) reads one.\n{}",
                  options.name, kBegin);
  for (const FlatDefinition& definition : flatten(layout)) {
    text += "\n\n";
    if (definition.kind == DefinitionKind::enumeration) add_enumeration(text, definition);
    else add_composite(text, definition);
  }
  return text;
}

}  // namespace waggle::toolchain
