#include "waggle/toolchain/header/c.hh"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <iterator>

#include "waggle/toolchain/header/header.hh"
#include "waggle/toolchain/header/names.hh"
#include "waggle/toolchain/header/remarks.hh"

namespace waggle::toolchain {
namespace {

// Of C++20, which has all of C's but three; what <stdbool.h> and <assert.h> define; what GNU's dialects predefine.
constexpr auto kKeywords = std::to_array<std::string_view>({"alignas",
                                                            "alignof",
                                                            "and",
                                                            "and_eq",
                                                            "asm",
                                                            "auto",
                                                            "bitand",
                                                            "bitor",
                                                            "bool",
                                                            "break",
                                                            "case",
                                                            "catch",
                                                            "char",
                                                            "char16_t",
                                                            "char32_t",
                                                            "char8_t",
                                                            "class",
                                                            "co_await",
                                                            "co_return",
                                                            "co_yield",
                                                            "compl",
                                                            "concept",
                                                            "const",
                                                            "const_cast",
                                                            "consteval",
                                                            "constexpr",
                                                            "constinit",
                                                            "continue",
                                                            "decltype",
                                                            "default",
                                                            "delete",
                                                            "do",
                                                            "double",
                                                            "dynamic_cast",
                                                            "else",
                                                            "enum",
                                                            "explicit",
                                                            "export",
                                                            "extern",
                                                            "false",
                                                            "float",
                                                            "for",
                                                            "friend",
                                                            "goto",
                                                            "if",
                                                            "inline",
                                                            "int",
                                                            "long",
                                                            "mutable",
                                                            "namespace",
                                                            "new",
                                                            "noexcept",
                                                            "not",
                                                            "not_eq",
                                                            "nullptr",
                                                            "operator",
                                                            "or",
                                                            "or_eq",
                                                            "private",
                                                            "protected",
                                                            "public",
                                                            "register",
                                                            "reinterpret_cast",
                                                            "requires",
                                                            "restrict",
                                                            "return",
                                                            "short",
                                                            "signed",
                                                            "sizeof",
                                                            "static",
                                                            "static_assert",
                                                            "static_cast",
                                                            "struct",
                                                            "switch",
                                                            "template",
                                                            "this",
                                                            "thread_local",
                                                            "throw",
                                                            "true",
                                                            "try",
                                                            "typedef",
                                                            "typeid",
                                                            "typename",
                                                            "typeof",
                                                            "union",
                                                            "unsigned",
                                                            "using",
                                                            "virtual",
                                                            "void",
                                                            "volatile",
                                                            "wchar_t",
                                                            "while",
                                                            "xor",
                                                            "xor_eq",
                                                            "assert",
                                                            "linux",
                                                            "unix",
                                                            "NULL",
                                                            "offsetof",
                                                            "_Bool"});

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

std::string_view tag(const Definition& definition) {
  switch (definition.kind) {
    case DefinitionKind::union_: return "union";
    case DefinitionKind::enumeration: return "enum";
    default: return "struct";
  }
}

std::string_view integer_name(const Scalar& scalar) {
  switch (scalar.size) {
    case 1: return scalar.is_signed ? "signed char" : "unsigned char";
    case 2: return scalar.is_signed ? "short" : "unsigned short";
    case 4: return scalar.is_signed ? "int" : "unsigned int";
    case 8: return scalar.is_signed ? "long long" : "unsigned long long";
    default: return scalar.is_signed ? "__int128" : "unsigned __int128";
  }
}

std::string indent(int depth) { return std::string(static_cast<std::size_t>(depth), '\t'); }

std::string body(const Definition& definition, int depth, CDialect dialect) {
  std::string text = "{\n";
  for (const Member& member : definition.members) add(text, "{}\n", c_member(member, depth + 1, dialect));
  return text + indent(depth) + (definition.packed ? "} __attribute__((packed))" : "}");
}

std::string enumerators(const Definition& definition) {
  std::string text = "{\n";
  for (const Constant& constant : definition.constants) {
    add(text, "\t{} = ", c_name(constant.name));
    // -9223372036854775808 is no constant in C: it is one without the sign that is negated.
    if (definition.is_signed && constant.value == INT64_MIN) add(text, "-9223372036854775807LL - 1,\n");
    else if (definition.is_signed) add(text, "{}{},\n", constant.value, definition.size == 8 ? "LL" : "");
    else add(text, "{}{},\n", static_cast<std::uint64_t>(constant.value), definition.size == 8 ? "ULL" : "");
  }
  return text + "}";
}

// The places of all members that have an address, those of structures within included. `base` is in bits.
void add_offsets(std::string& text, const std::string& type, const std::string& path, std::uint64_t base,
                 const Definition& definition) {
  for (const Member& member : definition.members) {
    if (member.padding || member.bits != 0) continue;
    const std::string place = path + c_name(member.name);
    const std::uint64_t at = base + member.offset;
    if (!member.name.empty())
      add(text, "static_assert(offsetof({0}, {1}) == {2}, \"Offset of {1} in {0} is not {2}\");\n", type, place,
          at / 8);
    if (member.type && member.type->name.empty() && member.counts.empty())
      add_offsets(text, type, member.name.empty() ? path : place + ".", at, *member.type);
  }
}

}  // namespace

std::string c_name(std::string_view name) { return unreserved(name, kKeywords); }

std::string c_type_name(const Definition& definition) {
  const std::string name = c_name(definition.name);
  return definition.is_typedef ? name : fmt::format("{} {}", tag(definition), name);
}

std::string c_scalar(const Scalar& scalar, CDialect dialect) {
  if (dialect == CDialect::lp64 && scalar.stands_for == "pointer") return "void *";
  if (dialect == CDialect::lp64 && scalar.is_long) return scalar.is_signed ? "long" : "unsigned long";
  std::string name;
  switch (scalar.kind) {
    case ScalarKind::character: name = "char"; break;
    case ScalarKind::integer: name = integer_name(scalar); break;
    case ScalarKind::boolean: name = "bool"; break;
    case ScalarKind::floating: name = scalar.size == 4 ? "float" : "double"; break;
    case ScalarKind::bytes: name = "unsigned char"; break;
  }
  return scalar.stands_for.empty() ? name : fmt::format("{} /* {} */", name, scalar.stands_for);
}

std::string c_member(const Member& member, int depth, CDialect dialect) {
  std::string text = indent(depth);
  if (!member.type) text += c_scalar(member.scalar, dialect);
  else if (!member.type->name.empty()) text += c_type_name(*member.type);
  else add(text, "{} {}", tag(*member.type), body(*member.type, depth, dialect));
  if (!member.name.empty()) add(text, "{}{}", text.ends_with('*') ? "" : " ", c_name(member.name));
  for (const std::uint32_t count : member.counts) add(text, "[{}]", count);
  if (!member.type && member.scalar.kind == ScalarKind::bytes) add(text, "[{}]", member.scalar.size);
  if (member.bits != 0) add(text, " : {}", member.bits);
  return text + ";";
}

std::string c_definition(const Definition& definition, CDialect dialect) {
  const bool is_enumeration = definition.kind == DefinitionKind::enumeration;
  // An enumeration of another size than C's is a list of constants; members of it are numbers.
  const bool anonymous = definition.name.empty() || (is_enumeration && definition.size != 4);
  const std::string inside = is_enumeration ? enumerators(definition) : body(definition, 0, dialect);
  if (anonymous) return fmt::format("{} {};\n", tag(definition), inside);
  const std::string name = c_name(definition.name);
  if (definition.is_typedef) return fmt::format("typedef {} {} {};\n", tag(definition), inside, name);
  return fmt::format("{} {} {};\n", tag(definition), name, inside);
}

std::string write_c(const Layout& layout, const HeaderOptions& options) {
  std::string guard = "WAGGLE_TYPES_";
  for (const char c : options.name)
    guard += std::isalnum(static_cast<unsigned char>(c)) ? static_cast<char>(std::toupper(c)) : '_';
  std::string text = fmt::format(
      "/* Made by waggle from {0}: the kernel's layout in every guest. */\n#ifndef {1}_H\n#define {1}_H\n\n"
      "#include <assert.h>\n#include <stdbool.h>\n#include <stddef.h>\n",
      options.name, guard);
  for (const auto& definition : layout) {
    add(text, "\n{}", c_definition(*definition));
    if (definition->kind == DefinitionKind::enumeration) continue;
    const std::string type = c_type_name(*definition);
    add(text, "static_assert(sizeof({}) == {}, \"Size of {} is not {}\");\n", type, definition->size,
        c_name(definition->name), definition->size);
    if (!options.packed) add_offsets(text, type, "", 0, *definition);
  }
  // A name is an identifier: nothing in it ends the comment.
  const auto remarks = remarks_of(layout);
  if (!remarks.empty()) text += "\n/*\n * What C cannot say:\n";
  for (const std::string& remark : remarks) add(text, " * {}\n", remark);
  if (!remarks.empty()) text += " */\n";
  add(text, "\n#endif /* {}_H */\n", guard);
  return text;
}

}  // namespace waggle::toolchain
