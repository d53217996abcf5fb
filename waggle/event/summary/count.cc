#include "waggle/event/summary/count.hh"

#include <algorithm>
#include <cstring>
#include <utility>

#include "waggle/event/summary/store.hh"

namespace waggle::event {
namespace {

constexpr std::size_t kMost = 64 << 20;
constexpr std::uint32_t kCountSize = 8;
// What the map and its node take beside the key.
constexpr std::size_t kAroundKey = 96;

// {count, members...}, under the name of what is counted: the event's own bytes stand behind the count.
TypePtr counted(const TypePtr& of, std::uint32_t sent_size) {
  Type type{.kind = Kind::structure, .name = of->name, .size = kCountSize + sent_size};
  const Type number{.kind = Kind::unsigned_integer, .name = "unsigned long", .size = kCountSize};
  type.members.push_back({.name = "count", .offset_bits = 0, .bits = 0, .type = std::make_shared<const Type>(number)});
  const bool has_members = of->kind == Kind::structure || of->kind == Kind::union_;
  type.members.push_back({.name = has_members ? "" : "value", .offset_bits = kCountSize * 8, .bits = 0, .type = of});
  return std::make_shared<const Type>(std::move(type));
}

}  // namespace

CountingSink::Group& CountingSink::group_of(const Stream& stream) {
  const auto [known, is_new] = groups_.try_emplace(&stream);
  Group& group = known->second;
  if (!is_new) return group;
  order_.push_back(&group);
  if (selected_) group.type = selected_->type_of(stream);
  else group.type = std::make_shared<const Type>(Type{.kind = Kind::structure, .name = stream.type->name});
  group.fields = fields(*group.type);
  group.stream = {
      .name = stream.name, .type = counted(group.type, selected_ ? stream.sent().size : 0), .origin = stream.origin};
  return group;
}

Result<void> CountingSink::write(const Event& event) {
  Group& group = group_of(event.stream);
  last_ = event.time;
  // What stands between and behind the fields, and behind the end of a text, makes no difference.
  std::string key(selected_ ? event.bytes.size() : 0, '\0');
  for (const Field& field : group.fields) copy_value(*field.type, event.bytes, field.place, as_mutable_bytes(key));
  const auto [known, is_new] = group.counts.try_emplace(std::move(key), 0);
  ++known->second;
  if (is_new) size_ += known->first.size() + kAroundKey;
  return size_ < kMost ? Result<void>() : write_counts();
}

Result<void> CountingSink::write_counts(CutShort cut_short) {
  for (Group* const group : order_) {
    std::vector<std::pair<std::string_view, std::uint64_t>> sorted(group->counts.begin(), group->counts.end());
    std::ranges::sort(sorted, [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    for (const auto& [key, count] : sorted) {
      std::string bytes(reinterpret_cast<const char*>(&count), kCountSize);
      bytes += key;
      WAGGLE_CHECK(next_->write({group->stream, last_, as_bytes(bytes), cut_short}));
    }
    group->counts.clear();
  }
  size_ = 0;
  return {};
}

Result<void> CountingSink::end_interval(CutShort cut_short) {
  WAGGLE_CHECK(write_counts(cut_short));
  return next_->end_interval(cut_short);
}

Result<void> CountingSink::finish() {
  WAGGLE_CHECK(write_counts());
  return next_->finish();
}

}  // namespace waggle::event
