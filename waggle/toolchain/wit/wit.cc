#include "waggle/toolchain/wit/wit.hh"

#include <fmt/format.h>

#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "waggle/bpf/map_layout.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/toolchain/header/choose.hh"
#include "waggle/toolchain/header/flat.hh"
#include "waggle/toolchain/wit/names.hh"

namespace waggle::toolchain {
namespace {

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

// The smallest of WIT's numbers that has so many bits.
std::string number(std::uint32_t bits, bool is_signed) {
  const int size = bits <= 8 ? 8 : bits <= 16 ? 16 : bits <= 32 ? 32 : 64;
  return fmt::format("{}{}", is_signed ? 's' : 'u', size);
}

std::string scalar_type(const Scalar& scalar) {
  switch (scalar.kind) {
    case ScalarKind::character: return "s8";
    case ScalarKind::boolean: return "bool";
    case ScalarKind::floating: return scalar.size == 4 ? "f32" : "f64";
    case ScalarKind::bytes: return "list<u8>";
    case ScalarKind::integer: break;
  }
  return scalar.size == 16 ? "tuple<u64, u64>" : number(8 * scalar.size, scalar.is_signed);
}

// What the type of a member does not say: how many there are, what a number was.
std::string remark_of(const Member& member) {
  std::string remark;
  for (const std::uint32_t count : member.counts) remark += (remark.empty() ? "" : " x ") + std::to_string(count);
  if (!remark.empty()) remark += member.counts == std::vector<std::uint32_t>{0} ? " or more" : " elements";
  if (!member.type && !member.scalar.stands_for.empty())
    remark += (remark.empty() ? "" : ", ") + member.scalar.stands_for;
  return remark;
}

class TypesWriter {
 public:
  void add(const FlatDefinition& definition) {
    switch (definition.kind) {
      case DefinitionKind::enumeration: return add_enumeration(definition);
      case DefinitionKind::union_:
        return toolchain::add(text_, "\n  /// a union of {0} bytes\n  type {1} = list<u8>;\n", definition.size,
                              declare(definition.name));
      case DefinitionKind::structure: return add_record(definition);
    }
  }

  // A type of its own, with the member's name.
  void add_alias(const Member& member) {
    const auto type = type_of(member);
    if (!type) return;
    text_ += '\n';
    const std::string remark = remark_of(member);
    if (!remark.empty()) toolchain::add(text_, "  /// {}\n", remark);
    toolchain::add(text_, "  type {} = {};\n", scope_.add(member.name), *type);
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string declare(const std::string& name) { return names_[name] = scope_.add(name); }

  // Nothing for a record without fields, which WIT does not have.
  [[nodiscard]] std::optional<std::string> type_of(const Member& member) const {
    std::string type;
    if (member.type) {
      const auto known = names_.find(member.type->name);
      if (known == names_.end()) return std::nullopt;
      type = known->second;
    } else {
      type = scalar_type(member.scalar);
    }
    std::size_t dimensions = member.counts.size();
    if (!member.type && member.scalar.kind == ScalarKind::character && dimensions != 0) {
      type = "string";
      --dimensions;
    }
    for (; dimensions != 0; --dimensions) type = fmt::format("list<{}>", type);
    return type;
  }

  void add_enumeration(const FlatDefinition& definition) {
    if (definition.name.empty()) return;
    text_ += '\n';
    for (const Constant& constant : definition.constants) {
      if (definition.is_signed) toolchain::add(text_, "  /// {} = {}\n", constant.name, constant.value);
      else toolchain::add(text_, "  /// {} = {}\n", constant.name, static_cast<std::uint64_t>(constant.value));
    }
    toolchain::add(text_, "  type {} = {};\n", declare(definition.name),
                   number(8 * definition.size, definition.is_signed));
  }

  void add_record(const FlatDefinition& definition) {
    std::string fields;
    WitScope scope;
    std::set<std::string> storages;
    for (const BitField& field : definition.bit_fields) storages.insert(field.storage);
    for (const Member& member : definition.members) {
      const auto type = member.padding || storages.contains(member.name) ? std::nullopt : type_of(member);
      if (!type) continue;
      const std::string remark = remark_of(member);
      if (!remark.empty()) toolchain::add(fields, "    /// {}\n", remark);
      toolchain::add(fields, "    {}: {},\n", scope.add(member.name), *type);
    }
    for (const BitField& field : definition.bit_fields)
      toolchain::add(fields, "    /// {} bit{}\n    {}: {},\n", field.bits, field.bits == 1 ? "" : "s",
                     scope.add(field.name), number(field.bits, field.is_signed));
    if (fields.empty()) return;
    toolchain::add(text_, "\n  record {} {{\n{}  }}\n", declare(definition.name), fields);
  }

  std::string text_;
  WitScope scope_;
  std::map<std::string, std::string> names_;  // of definitions that were written
};

struct Remarked {
  std::string name, remark;
};

struct Contents {
  std::string name;
  std::vector<Remarked> maps, programs;
  std::vector<FlatDefinition> types;
  FlatDefinition entries;  // a member NAME_key, NAME_value for each map that says what they are
};

std::string package_name(const std::string& file) {
  std::string_view name(file);
  name.remove_prefix(name.rfind('/') + 1);
  return wit_word(name.substr(0, name.find('.')));
}

// A key or a value, for which the map's name stands.
struct Entry {
  std::string name;
  btf::TypeId type = 0;
};

std::vector<Entry> add_maps(Contents& contents, const bpf::ObjectSpec& spec) {
  std::vector<Entry> entries;
  for (const bpf::MapSpec& map : spec.maps()) {
    if (map.internal()) continue;
    const bpf::MapShape shape = map.shape();
    const std::string name(map.name());
    contents.maps.push_back(
        {name, fmt::format("{}, {} entries, keys of {} bytes, values of {}", bpf::map_type_name(shape.type),
                           shape.max_entries, shape.key_size, shape.value_size)});
    if (map.key_type() != 0) entries.push_back({name + "_key", map.key_type()});
    if (map.value_type() != 0) entries.push_back({name + "_value", map.value_type()});
  }
  return entries;
}

// The entries become members of one more structure, since that gives names to what has none.
Result<void> add_types(Contents& contents, const btf::Image& image, std::span<const std::string> asked,
                       std::span<const Entry> entries) {
  WAGGLE_TRY(const auto roots, choose_types(image, asked));
  std::vector<btf::TypeId> ids;
  for (const Entry& entry : entries) ids.push_back(entry.type);
  WAGGLE_TRY(ValuesLayout laid_out, lay_out_values(image, roots, ids));
  auto all = std::make_shared<Definition>(Definition{.name = "maps"});
  for (std::size_t i = 0; i < entries.size(); ++i) {
    laid_out.values[i].name = entries[i].name;
    all->members.push_back(std::move(laid_out.values[i]));
  }
  laid_out.types.push_back(std::move(all));
  contents.types = flatten(laid_out.types);
  contents.entries = std::move(contents.types.back());
  contents.types.pop_back();
  return {};
}

Result<Contents> read(Bytes elf, const std::string& file, std::span<const std::string> asked) {
  WAGGLE_TRY(const bpf::ObjectSpec spec, bpf::ObjectSpec::open(elf, file));
  if (spec.btf().empty())
    return Error(ENOENT, file + " has no BTF; compile it with -g, and strip it with llvm-strip -g");
  WAGGLE_TRY(const btf::Image image, btf::Image::parse(spec.btf()).context(file));
  Contents contents{.name = package_name(file), .maps = {}, .programs = {}, .types = {}, .entries = {}};
  const std::vector<Entry> entries = add_maps(contents, spec);
  for (const bpf::Program& program : spec.programs())
    contents.programs.push_back({std::string(program.name()), fmt::format("SEC(\"{}\")", program.section())});
  WAGGLE_CHECK(add_types(contents, image, asked, entries).context(file));
  return contents;
}

std::string names_interface(std::string_view interface, std::span<const Remarked> named) {
  std::string text;
  WitScope scope;
  for (const Remarked& one : named) add(text, "    /// {}\n    {},\n", one.remark, scope.add(one.name));
  return fmt::format("\ninterface {} {{\n  enum name {{\n{}  }}\n}}\n", interface, text);
}

}  // namespace

Result<std::string> write_wit(Bytes elf, const std::string& file, std::span<const std::string> types) {
  WAGGLE_TRY(const Contents contents, read(elf, file, types));
  TypesWriter writer;
  for (const FlatDefinition& definition : contents.types) writer.add(definition);
  for (const Member& entry : contents.entries.members) writer.add_alias(entry);
  std::string world;
  std::string text = fmt::format("// Made by waggle gen wit from {}.\npackage waggle:{};\n",
                                 file.substr(file.rfind('/') + 1), wit_identifier(contents.name));
  const auto add_interface = [&](std::string_view name, const std::string& content) {
    text += content;
    add(world, "  import {};\n", name);
  };
  if (!writer.text().empty()) add_interface("types", fmt::format("\ninterface types {{{}}}\n", writer.text()));
  if (!contents.maps.empty()) add_interface("maps", names_interface("maps", contents.maps));
  if (!contents.programs.empty()) add_interface("programs", names_interface("programs", contents.programs));
  add(text, "\nworld {}-object {{\n{}}}\n", contents.name, world);
  return text;
}

}  // namespace waggle::toolchain
