#include "waggle/toolchain/wasm_reader.hh"

#include <fmt/format.h>

#include <limits>

namespace waggle::toolchain {

void WasmReader::fail(std::string why) {
  if (failed()) return;
  why_ = fmt::format("{} (at offset {})", why, offset());
}

std::uint8_t WasmReader::byte() {
  if (failed()) return 0;
  if (at_ == bytes_.size()) {
    fail("it ends too early");
    return 0;
  }
  return std::to_integer<std::uint8_t>(bytes_[at_++]);
}

std::uint64_t WasmReader::u64() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t next = byte();
    value |= std::uint64_t{next & 0x7fU} << shift;
    if (!(next & 0x80U)) return value;
  }
  fail("a number is too long");
  return 0;
}

std::int64_t WasmReader::s64() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64;) {
    const std::uint8_t next = byte();
    value |= std::uint64_t{next & 0x7fU} << shift;
    shift += 7;
    if (next & 0x80U) continue;
    if (shift < 64 && (next & 0x40U)) value |= ~std::uint64_t{0} << shift;
    return static_cast<std::int64_t>(value);
  }
  fail("a number is too long");
  return 0;
}

std::uint32_t WasmReader::u32() {
  const std::uint64_t value = u64();
  if (value <= std::numeric_limits<std::uint32_t>::max()) return static_cast<std::uint32_t>(value);
  fail("a number is too large");
  return 0;
}

Bytes WasmReader::take(std::uint64_t length) {
  if (failed()) return {};
  if (length > bytes_.size() - at_) {
    fail("it ends too early");
    return {};
  }
  const Bytes taken = bytes_.subspan(at_, length);
  at_ += length;
  return taken;
}

WasmReader WasmReader::section(std::uint64_t length) {
  const std::size_t begin = offset();
  return WasmReader(take(length), begin);
}

}  // namespace waggle::toolchain
