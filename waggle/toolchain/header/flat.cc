#include "waggle/toolchain/header/flat.hh"

#include <fmt/format.h>

#include <map>
#include <set>

namespace waggle::toolchain {
namespace {

// Names that are given here, and that nothing else has.
std::string unique(std::string name, std::set<std::string>& taken) {
  while (!taken.insert(name).second) name += '_';
  return name;
}

class Flattener {
 public:
  explicit Flattener(std::vector<FlatDefinition>& out) : out_(out) {}

  // Types and constants, which share their names here: where both have one, the type gets another.
  void reserve(const Layout& layout) {
    for (const auto& definition : layout)
      for (const Constant& constant : definition->constants) taken_.insert(constant.name);
    for (const auto& definition : layout)
      if (!definition->name.empty()) names_[definition->name] = unique(definition->name, taken_);
  }

  void add(const Definition& definition) { add(definition, definition.name.empty() ? "" : names_.at(definition.name)); }

 private:
  void add(const Definition& definition, const std::string& name) {
    FlatDefinition flat{definition, {}};
    flat.name = name;
    flat.members.clear();
    std::set<std::string> taken;
    for (const Member& member : definition.members) taken.insert(member.name);
    int anonymous = 0;
    int storages = 0;
    for (std::size_t i = 0; i < definition.members.size();) {
      if (definition.members[i].bits != 0) {
        i = add_bits(definition, i, unique(fmt::format("bits{}", storages++), taken), flat);
        continue;
      }
      Member member = definition.members[i++];
      if (member.name.empty()) member.name = unique(fmt::format("anon{}", anonymous++), taken);
      if (member.type) name_type(member, name);
      flat.members.push_back(std::move(member));
    }
    out_.push_back(std::move(flat));
  }

  void name_type(Member& member, const std::string& outer) {
    const Definition& type = *member.type;
    std::string name;
    if (type.name.empty()) {
      name = unique(outer + "_" + member.name, taken_);
      add(type, name);
    } else {
      name = names_.at(type.name);
      if (name == type.name) return;
    }
    member.type = std::make_shared<Definition>(type);
    member.type->name = name;
  }

  // The run of bit-fields that begins with the i-th member; where the next member is. All of a run's bits are members,
  // padding included, so that it fills whole bytes; a union's bit-fields are a run each.
  static std::size_t add_bits(const Definition& definition, std::size_t i, const std::string& storage,
                              FlatDefinition& flat) {
    const std::uint64_t begin = definition.members[i].offset;
    std::uint64_t end = begin;
    for (; i < definition.members.size(); ++i) {
      const Member& member = definition.members[i];
      if (member.bits == 0 || member.offset != end) break;
      end += member.bits;
      if (!member.padding)
        flat.bit_fields.push_back({.name = member.name,
                                   .storage = storage,
                                   .offset = static_cast<std::uint32_t>(member.offset - begin),
                                   .bits = member.bits,
                                   .is_signed = member.scalar.is_signed});
    }
    flat.members.push_back({.name = storage,
                            .offset = begin,
                            .counts = {static_cast<std::uint32_t>((end - begin + 7) / 8)},
                            .scalar = {.kind = ScalarKind::integer}});
    return i;
  }

  std::vector<FlatDefinition>& out_;
  std::set<std::string> taken_;               // by types and constants
  std::map<std::string, std::string> names_;  // of definitions, by those of the layout
};

}  // namespace

std::vector<FlatDefinition> flatten(const Layout& layout) {
  std::vector<FlatDefinition> flat;
  Flattener flattener(flat);
  flattener.reserve(layout);
  for (const auto& definition : layout) flattener.add(*definition);
  return flat;
}

}  // namespace waggle::toolchain
