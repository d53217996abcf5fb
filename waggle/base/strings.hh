// Small operations on text that the standard library of this language level lacks.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle {

// "a,b" -> {"a", "b"}; "" -> {""}.
std::vector<std::string_view> split(std::string_view text, char separator);
// Everything before the first `separator`, and everything behind it (nullopt where there is none).
std::pair<std::string_view, std::optional<std::string_view>> split_once(std::string_view text, char separator);

// The whole of `text` as a number: decimal, or hexadecimal behind 0x. EINVAL or ERANGE.
template <std::integral T>
Result<T> parse_number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) base = 16, text.remove_prefix(2);
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error == std::errc::result_out_of_range) return Error(ERANGE);
  if (error != std::errc{} || end != text.data() + text.size()) return Error(EINVAL);
  return value;
}

// "500ms", "5s", "2m", "1h", "1.5s"; a bare number is seconds. EINVAL with a sentence.
Result<std::chrono::nanoseconds> parse_duration(std::string_view text);
// "64M", "1G", "512K", "4096"; powers of 1024. EINVAL with a sentence.
Result<std::uint64_t> parse_size(std::string_view text);

}  // namespace waggle
