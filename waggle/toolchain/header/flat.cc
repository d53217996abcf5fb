#include "waggle/toolchain/header/flat.hh"

#include <fmt/format.h>

namespace waggle::toolchain {
namespace {

class Flattener {
 public:
  explicit Flattener(std::vector<FlatDefinition>& out) : out_(out) {}

  void add(const Definition& definition, const std::string& name) {
    FlatDefinition flat{definition, {}};
    flat.name = name;
    flat.members.clear();
    int anonymous = 0;
    int storages = 0;
    for (std::size_t i = 0; i < definition.members.size();) {
      if (definition.members[i].bits != 0) {
        i = add_bits(definition, i, fmt::format("bits{}", storages++), flat);
        continue;
      }
      Member member = definition.members[i++];
      if (member.name.empty()) member.name = fmt::format("anon{}", anonymous++);
      if (member.type && member.type->name.empty()) name_type(member, name + "_" + member.name);
      flat.members.push_back(std::move(member));
    }
    out_.push_back(std::move(flat));
  }

 private:
  void name_type(Member& member, const std::string& name) {
    add(*member.type, name);
    member.type = std::make_shared<Definition>(*member.type);
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
};

}  // namespace

std::vector<FlatDefinition> flatten(const Layout& layout) {
  std::vector<FlatDefinition> flat;
  Flattener flattener(flat);
  for (const auto& definition : layout) flattener.add(*definition, definition->name);
  return flat;
}

}  // namespace waggle::toolchain
