#include "waggle/event/utf8.hh"

#include <algorithm>
#include <array>
#include <cstdint>

namespace waggle::event {
namespace {

std::uint8_t byte(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }

constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t c = ' '; c <= '~'; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}
constexpr std::array<bool, 256> kPlain = make_plain();

}  // namespace

std::size_t plain_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && kPlain[byte(text, length)]) ++length;
  return length;
}

std::size_t character_length(std::string_view text) {
  if (text.empty()) return 0;
  const std::uint8_t first = byte(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xc2 && first <= 0xdf   ? 2
                             : first >= 0xe0 && first <= 0xef ? 3
                             : first >= 0xf0 && first <= 0xf4 ? 4
                                                              : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(text, i) & 0xc0) != 0x80) return 0;
  const std::uint8_t second = byte(text, 1);
  const bool allowed = (first != 0xe0 || second >= 0xa0) && (first != 0xed || second < 0xa0) &&
                       (first != 0xf0 || second >= 0x90) && (first != 0xf4 || second < 0x90);
  return allowed ? length : 0;
}

bool is_control(std::string_view character) {
  const std::uint8_t first = byte(character, 0);
  return first < 0x20 || first == 0x7f || (first == 0xc2 && byte(character, 1) < 0xa0);
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<std::uint8_t>(c) & 0xc0) != 0x80; }));
}

std::string_view cut_to_width(std::string_view text, std::size_t width) {
  std::size_t i = 0;
  for (; i < text.size(); ++i)
    if ((byte(text, i) & 0xc0) != 0x80 && width-- == 0) break;
  return text.substr(0, i);
}

}  // namespace waggle::event
