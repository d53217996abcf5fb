#include "waggle/event/capture/wire.hh"

#include <fmt/format.h>

#include <cstring>

namespace waggle::event::capture {

void put_number(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

void put_signed(std::string& out, std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  put_number(out, number < 0 ? ~(bits << 1) : bits << 1);
}

void put_bytes(std::string& out, Bytes bytes) {
  put_number(out, bytes.size());
  out += as_text(bytes);
}

void put_u32(std::string& out, std::uint32_t number) {
  for (int i = 0; i < 4; ++i, number >>= 8) out += static_cast<char>(number);
}

std::uint32_t get_u32(Bytes from) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i-- > 0;) number = number << 8 | std::to_integer<std::uint32_t>(from[i]);
  return number;
}

Error damaged(std::string_view what) { return Error(EBADMSG, fmt::format("the capture is damaged: {}", what)); }

Result<std::uint8_t> Wire::octet() {
  if (rest_.empty()) return damaged("a record is cut off");
  const auto octet = std::to_integer<std::uint8_t>(rest_.front());
  rest_ = rest_.subspan(1);
  return octet;
}

Result<std::uint64_t> Wire::number() {
  std::uint64_t number = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    WAGGLE_TRY(const std::uint64_t octet, octet());
    number |= (octet & 0x7f) << shift;
    if (octet < 0x80)
      return shift == 63 && octet > 1 ? Result<std::uint64_t>(damaged("a number is too large")) : number;
  }
  return damaged("a number has no end");
}

Result<std::int64_t> Wire::signed_number() {
  WAGGLE_TRY(const std::uint64_t bits, number());
  return static_cast<std::int64_t>((bits & 1) != 0 ? ~(bits >> 1) : bits >> 1);
}

Result<std::uint32_t> Wire::number_up_to(std::uint64_t most) {
  WAGGLE_TRY(const std::uint64_t found, number());
  if (found > most) return damaged("a number is too large");
  return static_cast<std::uint32_t>(found);
}

Result<Bytes> Wire::bytes() {
  WAGGLE_TRY(const std::uint64_t size, number());
  if (size > rest_.size()) return damaged("a record is cut off");
  const Bytes found = rest_.first(size);
  rest_ = rest_.subspan(size);
  return found;
}

Result<std::string> Wire::text() {
  WAGGLE_TRY(const Bytes found, bytes());
  return std::string(as_text(found));
}

}  // namespace waggle::event::capture
