#include "waggle/event/summary/histogram.hh"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "waggle/event/format/json_value.hh"
#include "waggle/event/text.hh"
#include "waggle/event/value.hh"

namespace waggle::event {
namespace {

constexpr std::size_t kWide = 33;  // rows from which on numbers have so many digits that the stars get less room

struct Bucket {
  std::string low, high;
  std::uint64_t count;
};

std::size_t used(const std::vector<std::uint64_t>& slots) {
  std::size_t count = slots.size();
  while (count != 0 && slots[count - 1] == 0) --count;
  return count;
}

Bucket log2_bucket(std::size_t i, std::uint64_t count) {
  if (i >= 64) return {"-", "-", count};  // no number is so large
  const std::uint64_t low = i == 0 ? 0 : std::uint64_t{1} << i;
  const std::uint64_t high = i == 63 ? UINT64_MAX : (std::uint64_t{1} << (i + 1)) - 1;
  return {fmt::to_string(low), fmt::to_string(high), count};
}

// What a program's step makes of large numbers wraps, and stays a number.
Bucket linear_bucket(const Histogram& histogram, std::size_t i) {
  const auto low = static_cast<std::uint64_t>(histogram.base) + i * static_cast<std::uint64_t>(histogram.step);
  const auto high = low + static_cast<std::uint64_t>(histogram.step) - 1;
  return {fmt::to_string(static_cast<std::int64_t>(low)), fmt::to_string(static_cast<std::int64_t>(high)),
          histogram.slots[i]};
}

// From the first that is shown; of a linear one that is the first with a count.
std::vector<Bucket> buckets(const Histogram& histogram) {
  std::vector<Bucket> shown;
  const std::size_t count = used(histogram.slots);
  for (std::size_t i = 0; i < count; ++i) {
    if (histogram.scale == Scale::log2) shown.push_back(log2_bucket(i, histogram.slots[i]));
    else if (histogram.slots[i] != 0 || !shown.empty()) shown.push_back(linear_bucket(histogram, i));
  }
  return shown;
}

std::string stars(std::uint64_t count, std::uint64_t most, std::size_t width) {
  const auto share = static_cast<double>(count) / static_cast<double>(most);
  const auto number = std::min(width, static_cast<std::size_t>(share * static_cast<double>(width)));
  return std::string(number, '*') + std::string(width - number, ' ');
}

}  // namespace

std::optional<std::vector<std::uint64_t>> slots_of(const Type& value, Bytes bytes) {
  const Type* array = &value;
  Place place;
  for (const Member& member : value.members)
    if (member.name == "slots") array = member.type.get(), place = member_place(member, {});
  if (array->kind != Kind::array) return std::nullopt;
  std::vector<std::uint64_t> slots;
  for (std::uint32_t i = 0; i < elements(*array, bytes, place); ++i) {
    const Value slot = read(*array->element, bytes, element_place(*array, place, i));
    if (const auto* number = std::get_if<std::uint64_t>(&slot)) slots.push_back(*number);
    else if (const auto* count = std::get_if<std::int64_t>(&slot)) slots.push_back(static_cast<std::uint64_t>(*count));
    else return std::nullopt;
  }
  return slots;
}

void append_histogram(std::string& out, const Histogram& histogram) {
  const std::vector<Bucket> rows = buckets(histogram);
  if (rows.empty()) return;
  const std::uint64_t most = std::ranges::max(rows, {}, &Bucket::count).count;
  std::string unit;
  append_escaped(unit, histogram.unit);
  const auto end = std::back_inserter(out);
  if (histogram.scale == Scale::linear) {
    fmt::format_to(end, "     {:<13} : count     distribution\n", unit);
    for (const Bucket& row : rows)
      fmt::format_to(end, "        {:<10} : {:<8} |{}|\n", row.low, row.count, stars(row.count, most, 40));
    return;
  }
  const bool wide = rows.size() > kWide;
  fmt::format_to(end, "{:{}}{:<{}} : count    distribution\n", "", wide ? 15 : 5, unit, wide ? 29 : 19);
  const int digits = wide ? 20 : 10;
  for (const Bucket& row : rows)
    fmt::format_to(end, "{:>{}} -> {:<{}} : {:<8} |{}|\n", row.low, digits, row.high, digits, row.count,
                   stars(row.count, most, wide ? 20 : 40));
}

void append_histogram_json(std::string& out, const Histogram& histogram) {
  out += "{\"unit\":";
  append_json_string(out, histogram.unit);
  out += ",\"buckets\":[";
  const char* separator = "";
  for (const Bucket& bucket : buckets(histogram)) {
    if (bucket.low == "-") break;
    fmt::format_to(std::back_inserter(out), "{}{{\"min\":{},\"max\":{},\"count\":{}}}", separator, bucket.low,
                   bucket.high, bucket.count);
    separator = ",";
  }
  out += "]}";
}

}  // namespace waggle::event
