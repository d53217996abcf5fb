#include "waggle/package/base64.hh"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "waggle/base/defer.hh"

namespace waggle::package {
namespace {

constexpr std::uint8_t kNoDigit = 0xff;
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::uint8_t, 256> digits() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

Result<ByteVector> decode_base64(std::string_view text) {
  static constexpr auto kDigits = digits();
  ByteVector out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  unsigned have = 0;
  std::size_t at = 0;
  for (; at < text.size() && text[at] != '='; ++at) {
    if (is_blank(text[at])) continue;
    const std::uint8_t digit = kDigits[static_cast<unsigned char>(text[at])];
    if (digit == kNoDigit)
      return Error(EINVAL, fmt::format("is no base64: character {} is none of its digits", at + 1));
    bits = bits << 6 | digit;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    out.push_back(static_cast<std::byte>(bits >> have & 0xff));
  }
  const bool padded = std::ranges::all_of(text.substr(at), [](char c) { return c == '=' || is_blank(c); });
  if (!padded) return Error(EINVAL, fmt::format("is no base64: something follows its end at character {}", at + 1));
  if (have == 6) return Error(EINVAL, "is no base64: its last character stands alone");
  return out;
}

std::string encode_base64(Bytes bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < have ? std::to_integer<std::uint32_t>(bytes[at + i]) : 0);
    for (std::size_t i = 0; i < 4; ++i) text += i <= have ? kAlphabet[bits >> (18 - 6 * i) & 0x3f] : '=';
  }
  return text;
}

Result<ByteVector> inflate(Bytes compressed, std::size_t most) {
  z_stream stream{};
  if (::inflateInit(&stream) != Z_OK) return Error(ENOMEM);
  const Defer end([&stream] { ::inflateEnd(&stream); });
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  ByteVector out;
  for (;;) {
    const std::size_t had = out.size();
    out.resize(had + (std::size_t{64} << 10));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
    stream.avail_out = static_cast<uInt>(out.size() - had);
    const int result = ::inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (out.size() > most) return Error(EFBIG, fmt::format("grows to more than {} MiB", most >> 20));
    if (result == Z_STREAM_END) return out;
    if (result == Z_BUF_ERROR || (result == Z_OK && stream.avail_in == 0 && out.size() == had))
      return Error(EINVAL, fmt::format("is a torn zlib stream: it ends after {} bytes", compressed.size()));
    if (result != Z_OK)
      return Error(EINVAL, fmt::format("is no zlib stream: {}", stream.msg != nullptr ? stream.msg : "damaged"));
  }
}

Result<ByteVector> deflate(Bytes bytes) {
  if (bytes.size() > UINT32_MAX) return Error(EFBIG);
  uLongf size = ::compressBound(bytes.size());
  ByteVector out(size);
  const auto* from = reinterpret_cast<const Bytef*>(bytes.data());
  const int result = ::compress2(reinterpret_cast<Bytef*>(out.data()), &size, from, bytes.size(), Z_BEST_COMPRESSION);
  if (result != Z_OK) return Error(ENOMEM);
  out.resize(size);
  return out;
}

}  // namespace waggle::package
