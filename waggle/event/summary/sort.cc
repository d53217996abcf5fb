#include "waggle/event/summary/sort.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "waggle/base/strings.hh"
#include "waggle/event/overloaded.hh"

namespace waggle::event {
namespace {

constexpr std::size_t kMost = 64 << 20;

template <class T>
constexpr bool kIsInteger = std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::uint64_t>;

// Numbers by their value, text and bytes letter by letter; what cannot be compared keeps its order. What is missing
// comes behind everything (asked by the caller).
bool is_less(const Value& a, const Value& b) {
  return std::visit(Overloaded{
                        [](std::string_view x, std::string_view y) { return x < y; },
                        [](Bytes x, Bytes y) { return std::ranges::lexicographical_compare(x, y); },
                        [](double x, double y) { return x < y; },
                        [](bool x, bool y) { return x < y; },
                        []<class X, class Y>(X x, Y y) {
                          if constexpr (kIsInteger<X> && kIsInteger<Y>) return std::cmp_less(x, y);
                          else return false;
                        },
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
  std::vector<std::pair<Value, Kept>> keyed;
  keyed.reserve(kept_.size());
  for (const Kept& kept : kept_) keyed.emplace_back(key(kept), kept);
  std::ranges::stable_sort(keyed, [this](const auto& a, const auto& b) {
    const bool a_missing = std::holds_alternative<Missing>(a.first),
               b_missing = std::holds_alternative<Missing>(b.first);
    if (a_missing || b_missing) return !a_missing;
    return order_.descending ? is_less(b.first, a.first) : is_less(a.first, b.first);
  });
  if (top_ != 0 && keyed.size() > top_) keyed.resize(top_);
  kept_.clear();
  for (auto& [value, kept] : keyed) kept_.push_back(kept);
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

Result<void> SortingSink::write_sorted() {
  sort();
  for (const Kept& kept : kept_)
    WAGGLE_CHECK(next_->write({*kept.stream, kept.time, Bytes(bytes_).subspan(kept.begin, kept.size)}));
  kept_.clear();
  bytes_.clear();
  return {};
}

Result<void> SortingSink::end_interval() {
  WAGGLE_CHECK(write_sorted());
  return next_->end_interval();
}

Result<void> SortingSink::finish() {
  WAGGLE_CHECK(write_sorted());
  return next_->finish();
}

}  // namespace waggle::event
