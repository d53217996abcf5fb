#include "waggle/toolchain/header/padding.hh"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace waggle::toolchain {
namespace {

Error invalid(std::string sentence) { return Error(EINVAL, std::move(sentence)); }

Result<void> check(const Definition& made) {
  std::uint64_t end = 0;
  for (const Member& member : made.members) {
    if (member.bits == 0 && member.offset % 8 != 0)
      return invalid(fmt::format("'{}' begins within a byte", member.name));
    if (member.bits > 8 * member.scalar.size) return invalid(fmt::format("'{}' has too many bits", member.name));
    if (made.kind == DefinitionKind::union_ ? member.offset != 0 : member.offset < end)
      return invalid(fmt::format("'{}' overlaps what stands before it", member.name));
    if (member.size() > std::uint64_t{8} * made.size - std::min(member.offset, std::uint64_t{8} * made.size))
      return invalid(fmt::format("'{}' ends behind the structure's end", member.name));
    end = member.offset + member.size();
  }
  return {};
}

// Whether a compiler puts it there by itself, once everything before it is in its place. A bit-field must not cross a
// boundary of its type.
bool is_natural(const Member& member) {
  const std::uint64_t unit = std::uint64_t{8} * member.alignment();
  if (member.bits == 0) return member.offset % unit == 0;
  return member.offset / unit == (member.offset + member.bits - 1) / unit;
}

Member bytes(std::uint64_t offset, std::uint32_t count) {
  return {
      .name = "__pad", .offset = offset, .counts = {count}, .scalar = {.kind = ScalarKind::character}, .padding = true};
}

// Fills up to `end`: whole bytes as such, the rest of one as bits.
void fill(std::vector<Member>& members, std::uint64_t from, std::uint64_t end) {
  if (from % 8 != 0 && from < end) {
    const std::uint64_t stop = std::min(end, (from + 7) / 8 * 8);
    members.push_back({.offset = from,
                       .bits = static_cast<std::uint32_t>(stop - from),
                       .scalar = {.kind = ScalarKind::integer},
                       .padding = true});
    from = stop;
  }
  if (const std::uint64_t whole = (end - from) / 8; whole != 0) {
    members.push_back(bytes(from, static_cast<std::uint32_t>(whole)));
    from += 8 * whole;
  }
  if (from < end)
    members.push_back({.offset = from,
                       .bits = static_cast<std::uint32_t>(end - from),
                       .scalar = {.kind = ScalarKind::integer},
                       .padding = true});
}

void pad_structure(Definition& made) {
  std::vector<Member> members;
  std::uint64_t at = 0;
  for (Member& member : made.members) {
    fill(members, at, member.offset);
    at = member.offset + member.size();
    members.push_back(std::move(member));
  }
  fill(members, at, std::uint64_t{8} * made.size);
  made.members = std::move(members);
}

void pad_union(Definition& made) {
  std::uint64_t largest = 0;
  for (const Member& member : made.members) largest = std::max(largest, member.size());
  if (largest < std::uint64_t{8} * made.size) made.members.push_back(bytes(0, made.size));
}

void collect_names(const Definition& made, std::set<std::string>& names) {
  for (const Member& member : made.members) {
    if (!member.padding) names.insert(member.name);
    if (member.type && member.type->name.empty()) collect_names(*member.type, names);
  }
}

void rename_padding(Definition& made, const std::set<std::string>& taken, int& next) {
  for (Member& member : made.members) {
    if (member.type && member.type->name.empty()) rename_padding(*member.type, taken, next);
    if (!member.padding || member.bits != 0) continue;
    do member.name = fmt::format("__pad{}", next++);
    while (taken.contains(member.name));
  }
}

}  // namespace

Result<void> place(Definition& made, bool packed) {
  WAGGLE_CHECK(check(made));
  std::uint32_t alignment = 1;
  for (const Member& member : made.members) alignment = std::max(alignment, member.alignment());
  made.packed = packed || made.size % alignment != 0 || !std::ranges::all_of(made.members, is_natural);
  made.alignment = made.packed ? 1 : alignment;
  if (made.kind == DefinitionKind::union_) pad_union(made);
  else pad_structure(made);
  // C++ gives an empty structure a byte, but not one with an array of none.
  if (made.members.empty()) made.members.push_back(bytes(0, 0));
  return {};
}

void name_padding(Definition& made) {
  std::set<std::string> taken;
  collect_names(made, taken);
  int next = 0;
  rename_padding(made, taken, next);
}

}  // namespace waggle::toolchain
