#include "waggle/event/selection.hh"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "waggle/base/strings.hh"
#include "waggle/event/field.hh"
#include "waggle/event/united.hh"

namespace waggle::event {
namespace {

bool is_composite(const Type& type) { return type.kind == Kind::structure || type.kind == Kind::union_; }

// "child" is "child" and has "child.pid" in it.
bool is_within(std::string_view path, std::string_view outer) {
  return path.starts_with(outer) && (path.size() == outer.size() || path[outer.size()] == '.');
}

bool has(const Type& type, std::string_view name) {
  const std::vector<Field> all = fields(type);
  return std::ranges::any_of(all, [&](const Field& field) { return is_within(field.name, name); });
}

}  // namespace

struct Selection::Ranked {
  std::size_t rank, before;  // among those of one rank the order stays
  Member member;
};

Result<Selection> Selection::parse(std::string_view names) {
  Selection selection;
  for (std::string_view name : split(names, ',')) {
    const bool hide = name.starts_with('-');
    if (hide) name.remove_prefix(1);
    if (name.empty()) return Error(EINVAL, fmt::format("'{}' is no list of fields; write a,b.c or -d", names));
    (hide ? selection.hidden_ : selection.shown_).emplace_back(name);
  }
  return selection;
}

Result<void> Selection::check(std::span<const Stream* const> streams) const {
  for (const auto* list : {&shown_, &hidden_})
    for (const std::string& name : *list)
      if (std::ranges::none_of(streams, [&](const Stream* stream) { return has(*stream->type, name); }))
        return no_such_field(name, streams);
  return {};
}

std::optional<std::size_t> Selection::rank(std::string_view path) const {
  if (std::ranges::any_of(hidden_, [&](const std::string& name) { return is_within(path, name); })) return std::nullopt;
  if (shown_.empty()) return 0;
  for (std::size_t i = 0; i < shown_.size(); ++i)
    if (is_within(path, shown_[i]) || is_within(shown_[i], path)) return i;
  return std::nullopt;
}

TypePtr Selection::apply(const TypePtr& type) const { return apply(type, ""); }

TypePtr Selection::apply(const TypePtr& type, std::string_view prefix) const {
  if (!is_composite(*type)) return type;
  // What is named as a whole loses only what is hidden in it.
  if (hidden_.empty() && !prefix.empty() &&
      std::ranges::any_of(shown_, [&](const std::string& name) { return is_within(prefix, name); }))
    return type;
  std::vector<Ranked> kept;
  collect(*type, prefix, 0, kept);
  std::ranges::sort(kept, {}, [](const Ranked& one) { return std::pair(one.rank, one.before); });
  Type smaller{.kind = type->kind, .meaning = type->meaning, .name = type->name, .size = type->size};
  for (Ranked& one : kept) smaller.members.push_back(std::move(one.member));
  return std::make_shared<const Type>(std::move(smaller));
}

void Selection::collect(const Type& type, std::string_view prefix, std::uint32_t offset_bits,
                        std::vector<Ranked>& kept) const {
  for (const Member& member : type.members) {
    if (member.name.empty() && is_composite(*member.type)) {
      collect(*member.type, prefix, offset_bits + member.offset_bits, kept);  // its members count as the outer one's
      continue;
    }
    const std::string path = prefix.empty() ? member.name : fmt::format("{}.{}", prefix, member.name);
    const auto place = rank(path);
    if (!place) continue;
    Member moved = member;
    moved.offset_bits += offset_bits;
    moved.type = apply(member.type, path);
    if (is_composite(*moved.type) && moved.type->members.empty()) continue;  // nothing of it was asked for
    kept.push_back({*place, kept.size(), std::move(moved)});
  }
}

Selected::Selected(Selection selection, std::span<const Stream* const> streams)
    : selection_(std::move(selection)), all_(std::make_shared<const Type>(Type{.kind = Kind::structure})) {
  for (const Stream* stream : streams) type_of(*stream);
}

TypePtr Selected::type_of(const Stream& stream) {
  TypePtr own = selection_.apply(stream.type);
  if (!selection_.names_fields()) return own;
  all_ = selection_.apply(united(all_, own));
  return filled(own, all_);
}

Result<void> SelectingSink::write(const Event& event) {
  auto known = streams_.find(&event.stream);
  if (known == streams_.end()) {
    const Stream& all = event.stream;
    Stream selected{.name = all.name, .type = selected_.type_of(all), .origin = all.origin, .whole = all.whole};
    if (!selected.whole) selected.whole = all.type;
    known = streams_.emplace(&all, std::move(selected)).first;
  }
  return next_->write({known->second, event.time, event.bytes, event.cut_short});
}

}  // namespace waggle::event
