#include "waggle/event/united.hh"

#include <map>
#include <string_view>
#include <utility>

namespace waggle::event {
namespace {

// 256 MiB: no buffer of the kernel sends so much at once. Twice as much, in bits, would be no offset any more.
constexpr std::uint32_t kBeyond = std::uint32_t{1} << 31;

bool is_composite(const Type& type) { return type.kind == Kind::structure || type.kind == Kind::union_; }

void add_members(const TypePtr& type, std::uint32_t offset_bits, std::vector<Member>& found) {
  if (!is_composite(*type)) {
    found.push_back({.name = "value", .offset_bits = offset_bits, .bits = 0, .type = type});
    return;
  }
  for (const Member& member : type->members) {
    if (member.name.empty() && is_composite(*member.type)) {
      add_members(member.type, offset_bits + member.offset_bits, found);
      continue;
    }
    found.push_back(member);
    found.back().offset_bits += offset_bits;
  }
}

std::vector<Member> members_of(const TypePtr& type) {
  std::vector<Member> found;
  add_members(type, 0, found);
  return found;
}

// Places in the list.
std::map<std::string_view, std::size_t> by_name(const std::vector<Member>& members) {
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < members.size(); ++i) places.emplace(members[i].name, i);
  return places;
}

}  // namespace

TypePtr united(const TypePtr& one, const TypePtr& other) {
  const std::vector<Member> first = members_of(one), second = members_of(other);
  const auto places = by_name(first);
  Type all{.kind = Kind::structure, .members = first};
  for (const Member& member : second) {
    const auto known = places.find(member.name);
    if (known == places.end()) {
      all.members.push_back(member);
      continue;
    }
    TypePtr& both = all.members[known->second].type;
    if (is_composite(*both) && is_composite(*member.type)) both = united(both, member.type);
  }
  return std::make_shared<const Type>(std::move(all));
}

TypePtr filled(const TypePtr& type, const TypePtr& all) {
  const std::vector<Member> own = members_of(type);
  const auto places = by_name(own);
  Type whole{.kind = Kind::structure, .meaning = type->meaning, .size = type->size};
  if (is_composite(*type)) whole.kind = type->kind, whole.name = type->name;
  for (const Member& member : all->members) {
    const auto known = places.find(member.name);
    if (known == places.end()) {
      whole.members.push_back(member);
      whole.members.back().offset_bits = kBeyond;
      continue;
    }
    whole.members.push_back(own[known->second]);
    TypePtr& inner = whole.members.back().type;
    if (is_composite(*inner) && is_composite(*member.type)) inner = filled(inner, member.type);
  }
  return std::make_shared<const Type>(std::move(whole));
}

}  // namespace waggle::event
