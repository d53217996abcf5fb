#include <fmt/format.h>

#include <cctype>
#include <iterator>
#include <map>
#include <set>
#include <vector>

#include "waggle/toolchain/header/flat.hh"
#include "waggle/toolchain/header/header.hh"

namespace waggle::toolchain {
namespace {

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

// "exit_code" is ExitCode: only names that begin with a capital are seen outside. None of them is a keyword.
std::string exported(std::string_view word) {
  std::string name;
  bool begins = true;
  for (const char c : word) {
    if (c != '_') name += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = c == '_';
  }
  if (name.empty() || !std::isupper(static_cast<unsigned char>(name[0]))) name = "X" + name;
  return name;
}

std::string scalar_type(const Scalar& scalar) {
  switch (scalar.kind) {
    case ScalarKind::character:
    case ScalarKind::boolean: return "uint8";  // a bool of Go must be 0 or 1
    case ScalarKind::floating: return scalar.size == 4 ? "float32" : "float64";
    case ScalarKind::bytes: return fmt::format("[{}]byte", scalar.size);
    case ScalarKind::integer: break;
  }
  if (scalar.size == 16) return "[2]uint64";
  return fmt::format("{}int{}", scalar.is_signed ? "" : "u", 8 * scalar.size);
}

class GoWriter {
 public:
  // Types come first to their names: constants take others where one has theirs.
  explicit GoWriter(const std::vector<FlatDefinition>& definitions) {
    for (const FlatDefinition& definition : definitions)
      if (!definition.name.empty()) types_[definition.name] = unique(definition.name);
  }

  void add(const FlatDefinition& definition) {
    text_ += '\n';
    if (definition.kind == DefinitionKind::enumeration) add_enumeration(definition);
    else add_composite(definition);
  }
  const std::string& text() const { return text_; }

 private:
  // What is packed, and a union, has no type in Go: it is bytes, with constants that say where its members are.
  std::string member_type(const Member& member) const {
    std::string type;
    for (const std::uint32_t count : member.counts) type += fmt::format("[{}]", count);
    return type + (member.type ? types_.at(member.type->name) : scalar_type(member.scalar));
  }

  void add_enumeration(const FlatDefinition& definition) {
    const std::string type = fmt::format("{}int{}", definition.is_signed ? "" : "u", 8 * definition.size);
    if (!definition.name.empty()) toolchain::add(text_, "type {} {}\n\n", types_.at(definition.name), type);
    text_ += "const (\n";
    for (const Constant& constant : definition.constants) {
      const std::string name = unique(constant.name);
      if (definition.is_signed) toolchain::add(text_, "\t{} = {}\n", name, constant.value);
      else toolchain::add(text_, "\t{} = {}\n", name, static_cast<std::uint64_t>(constant.value));
    }
    text_ += ")\n";
  }

  void add_composite(const FlatDefinition& definition) {
    const std::string& type = types_.at(definition.name);
    const bool as_bytes = definition.packed || definition.kind == DefinitionKind::union_;
    toolchain::add(text_, "type {} struct {{\n", type);
    if (as_bytes && definition.size != 0) toolchain::add(text_, "\tRaw [{}]byte\n", definition.size);
    std::set<std::string> fields;
    std::string places;
    for (const Member& member : definition.members) {
      // An array of none at the end would make the structure larger.
      if (member.padding && as_bytes) continue;
      if (member.size() == 0) continue;
      std::string field = exported(member.name);
      while (!fields.insert(field).second) field += '_';
      if (as_bytes) {
        toolchain::add(places, "const {} = {} // {}\n", unique(type + "_" + field + "_offset"), member.offset / 8,
                       member_type(member));
        continue;
      }
      toolchain::add(text_, "\t{} {}\n", member.padding ? "_" : field, member_type(member));
      if (!member.padding)
        toolchain::add(places, "var _ [0]struct{{}} = [unsafe.Offsetof({}{{}}.{}) - {}]struct{{}}{{}}\n", type, field,
                       member.offset / 8);
    }
    toolchain::add(text_, "}}\n\nvar _ [0]struct{{}} = [unsafe.Sizeof({}{{}}) - {}]struct{{}}{{}}\n{}", type,
                   definition.size, places);
    for (const BitField& field : definition.bit_fields) add_bit_field(type, as_bytes, definition, field);
  }

  void add_bit_field(const std::string& type, bool as_bytes, const FlatDefinition& definition, const BitField& field) {
    std::uint64_t begin = 0;
    for (const Member& member : definition.members)
      if (member.name == field.storage && as_bytes) begin = member.offset;
    const std::string bits = fmt::format("waggleBits(v.{}[:], {}, {})", as_bytes ? "Raw" : exported(field.storage),
                                         begin + field.offset, field.bits);
    if (field.is_signed)
      toolchain::add(text_, "func (v *{0}) Get{1}() int64 {{ return int64({2}<<{3}) >> {3} }}\n", type,
                     exported(field.name), bits, 64 - field.bits);
    else toolchain::add(text_, "func (v *{}) Get{}() uint64 {{ return {} }}\n", type, exported(field.name), bits);
  }

  std::string unique(std::string_view word) {
    std::string name = exported(word);
    while (!taken_.insert(name).second) name += '_';
    return name;
  }

  std::string text_;
  std::set<std::string> taken_;               // by types and constants
  std::map<std::string, std::string> types_;  // by the names that they have here
};

constexpr std::string_view kBits = R"(
func waggleBits(storage []byte, offset, bits uint) (value uint64) {
	for i := uint(0); i < bits; i++ {
		at := offset + i
		value |= uint64(storage[at/8]>>(at%8)&1) << i
	}
	return
}
)";

}  // namespace

std::string write_go(const Layout& layout, const HeaderOptions& options) {
  const std::vector<FlatDefinition> definitions = flatten(layout);
  GoWriter writer(definitions);
  for (const FlatDefinition& definition : definitions) writer.add(definition);
  return fmt::format(
      "// Made by waggle from {}: the kernel's layout in every guest.\npackage types\n\n"
      "import \"unsafe\"\n\nvar _ = unsafe.Sizeof(0)\n{}{}",
      options.name, writer.text(), kBits);
}

}  // namespace waggle::toolchain
