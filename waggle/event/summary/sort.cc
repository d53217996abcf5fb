#include "waggle/event/summary/sort.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <utility>

#include "waggle/base/strings.hh"
#include "waggle/event/overloaded.hh"

namespace waggle::event {
namespace {

constexpr std::size_t kMost = 64 << 20;

// What can be compared with each other has the same class. NaN is in none: it would be in no order.
int class_of(const Value& value) {
  return std::visit(Overloaded{
                        [](double x) { return std::isnan(x) ? 4 : 1; },
                        [](std::string_view) { return 2; },
                        [](Bytes) { return 3; },
                        [](Missing) { return 4; },
                        [](Composite) { return 4; },
                        [](auto) { return 0; },
                    },
                    value);
}

// Numbers by their value, text and bytes letter by letter. Both are of one class.
bool is_less(const Value& a, const Value& b) {
  return std::visit(Overloaded{
                        [](std::string_view x, std::string_view y) { return x < y; },
                        [](Bytes x, Bytes y) { return std::ranges::lexicographical_compare(x, y); },
                        [](double x, double y) { return x < y; },
                        []<std::integral X, std::integral Y>(X x, Y y) {
                          if constexpr (std::is_same_v<X, bool> || std::is_same_v<Y, bool>) return x < y;
                          else return std::cmp_less(x, y);
                        },
                        [](auto, auto) { return false; },
                    },
                    a, b);
}

}  // namespace

Result<Order> parse_order(std::string_view text) {
  const auto [field, direction] = split_once(text, ':');
  if (field.empty() || (direction && *direction != "asc" && *direction != "desc"))
    return Error(EINVAL, fmt::format("'{}' is no order; write FIELD or FIELD:desc", text));
  return Order{.field = std::string(field), .descending = direction == "desc"};
}

Result<void> Order::check(std::span<const Stream* const> streams) const {
  for (const Stream* stream : streams) {
    const std::vector<Field> all = fields(*stream->type);
    if (std::ranges::find(all, field, &Field::name) != all.end()) return {};
  }
  return no_such_field(field, streams);
}

Result<void> SortingSink::write(const Event& event) {
  const auto [known, is_new] = fields_.try_emplace(&event.stream);
  if (is_new) {
    std::vector<Field> all = fields(*event.stream.type);
    if (const auto found = std::ranges::find(all, order_.field, &Field::name); found != all.end())
      known->second = std::move(*found);
  }
  if (bytes_.size() + kept_.size() * sizeof(Kept) > kMost) {
    if (top_ != 0) keep_first();
    else WAGGLE_CHECK(write_sorted());
  }
  kept_.push_back({&event.stream, event.time, bytes_.size(), event.bytes.size()});
  bytes_.insert(bytes_.end(), event.bytes.begin(), event.bytes.end());
  return {};
}

Value SortingSink::key(const Kept& kept) const {
  const auto& field = fields_.at(kept.stream);
  if (!field) return Missing{};
  return read(*field->type, Bytes(bytes_).subspan(kept.begin, kept.size), field->place);
}

void SortingSink::sort() {
  struct Keyed {
    Value key;
    int of_class;
    std::size_t before;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(kept_.size());
  for (const Kept& kept : kept_) {
    const Value value = key(kept);
    keyed.push_back({value, class_of(value), keyed.size()});
  }
  std::ranges::sort(keyed, [this](const Keyed& a, const Keyed& b) {
    if (a.of_class != b.of_class) return a.of_class < b.of_class;
    const bool less = is_less(a.key, b.key), greater = is_less(b.key, a.key);
    if (less != greater) return order_.descending ? greater : less;
    return a.before < b.before;
  });
  if (top_ != 0 && keyed.size() > top_) keyed.resize(top_);
  std::vector<Kept> sorted;
  sorted.reserve(keyed.size());
  for (const Keyed& one : keyed) sorted.push_back(kept_[one.before]);
  kept_ = std::move(sorted);
}

void SortingSink::keep_first() {
  sort();
  ByteVector fewer;
  for (Kept& kept : kept_) {
    const Bytes bytes = Bytes(bytes_).subspan(kept.begin, kept.size);
    kept.begin = fewer.size();
    fewer.insert(fewer.end(), bytes.begin(), bytes.end());
  }
  bytes_ = std::move(fewer);
}

Result<void> SortingSink::write_sorted(CutShort cut_short) {
  sort();
  for (const Kept& kept : kept_)
    WAGGLE_CHECK(next_->write({*kept.stream, kept.time, Bytes(bytes_).subspan(kept.begin, kept.size), cut_short}));
  kept_.clear();
  bytes_.clear();
  return {};
}

Result<void> SortingSink::end_interval(CutShort cut_short) {
  WAGGLE_CHECK(write_sorted(cut_short));
  return next_->end_interval(cut_short);
}

Result<void> SortingSink::finish() {
  WAGGLE_CHECK(write_sorted());
  return next_->finish();
}

}  // namespace waggle::event
