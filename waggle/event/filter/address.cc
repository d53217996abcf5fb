#include "waggle/event/filter/address.hh"

#include <array>
#include <charconv>

#include "waggle/base/strings.hh"

namespace waggle::event {
namespace {

std::optional<std::uint32_t> parse_digits(std::string_view text, int base, std::size_t most_digits) {
  std::uint32_t number = 0;
  if (text.empty() || text.size() > most_digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The groups between colons, two bytes each; at the end of an address the last may be an IPv4 address, two of them.
std::optional<ByteVector> parse_groups(std::string_view text, bool at_end) {
  ByteVector bytes;
  if (text.empty()) return bytes;
  const auto groups = split(text, ':');
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (at_end && i + 1 == groups.size() && groups[i].find('.') != std::string_view::npos) {
      const auto last = parse_ipv4(groups[i]);
      if (!last) return std::nullopt;
      bytes.insert(bytes.end(), last->begin(), last->end());
      continue;
    }
    const auto group = parse_digits(groups[i], 16, 4);
    if (!group) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(*group >> 8));
    bytes.push_back(static_cast<std::byte>(*group & 0xff));
  }
  return bytes;
}

}  // namespace

std::optional<ByteVector> parse_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  ByteVector bytes;
  for (const std::string_view part : parts) {
    const auto number = parse_digits(part, 10, 3);
    if (!number || *number > 255) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(*number));
  }
  return bytes;
}

std::optional<ByteVector> parse_ipv6(std::string_view text) {
  constexpr std::size_t kSize = 16;
  const auto gap = text.find("::");
  if (gap == std::string_view::npos) {
    auto whole = parse_groups(text, true);
    return whole && whole->size() == kSize ? whole : std::nullopt;
  }
  auto bytes = parse_groups(text.substr(0, gap), false);
  const auto behind = parse_groups(text.substr(gap + 2), true);
  if (!bytes || !behind || bytes->size() + behind->size() > kSize - 2) return std::nullopt;
  bytes->resize(kSize - behind->size());
  bytes->insert(bytes->end(), behind->begin(), behind->end());
  return bytes;
}

std::optional<ByteVector> parse_mac(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 6) return std::nullopt;
  ByteVector bytes;
  for (const std::string_view part : parts) {
    const auto number = parse_digits(part, 16, 2);
    if (!number) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(*number));
  }
  return bytes;
}

std::optional<ByteVector> parse_hex(std::string_view text) {
  if (text.starts_with("0x")) text.remove_prefix(2);
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  ByteVector bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto number = parse_digits(text.substr(i, 2), 16, 2);
    if (!number) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(*number));
  }
  return bytes;
}

}  // namespace waggle::event
