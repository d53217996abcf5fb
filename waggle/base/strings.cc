#include "waggle/base/strings.hh"

#include <array>
#include <cmath>

namespace waggle {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::pair<std::string_view, std::optional<std::string_view>> split_once(std::string_view text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return {text, std::nullopt};
  return {text.substr(0, at), text.substr(at + 1)};
}

namespace {

struct Unit {
  std::string_view suffix;
  double factor;
};

// A non-negative number with one of `units` behind it.
std::optional<double> parse_scaled(std::string_view text, std::span<const Unit> units) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !(number >= 0) || !std::isfinite(number)) return std::nullopt;
  const std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const Unit& unit : units)
    if (suffix == unit.suffix) return number * unit.factor;
  return std::nullopt;
}

}  // namespace

Result<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  static constexpr std::array<Unit, 7> kUnits{
      {{"", 1e9}, {"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1}, {"m", 60e9}, {"h", 3600e9}}};
  const auto ns = parse_scaled(text, kUnits);
  if (!ns || *ns > 9e18)
    return Error(EINVAL, "'" + std::string(text) + "' is not a duration; write 500ms, 5s, 2m or 1h");
  return std::chrono::nanoseconds(static_cast<std::int64_t>(*ns));
}

Result<std::uint64_t> parse_size(std::string_view text) {
  static constexpr std::array<Unit, 7> kUnits{
      {{"", 1}, {"K", 1024}, {"k", 1024}, {"M", 1048576}, {"m", 1048576}, {"G", 1073741824}, {"g", 1073741824}}};
  const auto bytes = parse_scaled(text, kUnits);
  if (!bytes || *bytes > 9e18) return Error(EINVAL, "'" + std::string(text) + "' is not a size; write 64M, 1G or 4096");
  return static_cast<std::uint64_t>(*bytes);
}

}  // namespace waggle
