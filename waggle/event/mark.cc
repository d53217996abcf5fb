#include "waggle/event/mark.hh"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace waggle::event {

std::string_view type_name(const Stream& stream) {
  if (stream.origin == Origin::reconstructed || stream.origin == Origin::unknown) return {};
  const Kind kind = stream.type->kind;
  if (kind != Kind::structure && kind != Kind::union_) return {};
  std::string_view name = stream.type->name;
  for (const std::string_view keyword : {"struct", "union"})
    if (name == keyword) return {};
  for (const std::string_view keyword : {"struct ", "union "})
    if (name.starts_with(keyword)) name.remove_prefix(keyword.size());
  return name;
}

Mark mark_for(std::span<const Stream* const> streams) {
  std::set<std::pair<std::string_view, std::string_view>> kinds;
  for (const Stream* stream : streams) kinds.emplace(stream->name, type_name(*stream));
  if (kinds.size() < 2) return Mark::none;
  std::set<std::string_view> maps, types;
  for (const auto& [map, type] : kinds) maps.insert(map), types.insert(type);
  if (types.size() == kinds.size() && !types.contains("")) return Mark::type;
  return maps.size() > 1 ? Mark::map : Mark::none;
}

std::string_view word(Mark mark) {
  switch (mark) {
    case Mark::none: break;
    case Mark::type: return "type";
    case Mark::map: return "map";
  }
  return {};
}

std::string_view mark_of(const Stream& stream) {
  switch (stream.mark) {
    case Mark::none: break;
    case Mark::type: return type_name(stream);
    case Mark::map: return stream.name;
  }
  return {};
}

MarkingSink::MarkingSink(std::span<const Stream* const> streams, std::unique_ptr<Sink> next) : next_(std::move(next)) {
  for (const Stream* stream : streams) marked_.emplace(stream, *stream);
  mark();
}

void MarkingSink::mark() {
  std::vector<const Stream*> all;
  all.reserve(marked_.size());
  for (const auto& [stream, marked] : marked_) all.push_back(stream);
  const Mark mark = mark_for(all);
  for (auto& [stream, marked] : marked_) marked.mark = mark;
}

Result<void> MarkingSink::write(const Event& event) {
  const auto [known, is_new] = marked_.try_emplace(&event.stream, event.stream);
  if (is_new) mark();
  return next_->write({known->second, event.time, event.bytes, event.within});
}

}  // namespace waggle::event
