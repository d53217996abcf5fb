// Writes the binary format of WebAssembly: numbers and bytes, appended.
#pragma once

#include <cstdint>
#include <utility>

#include "waggle/base/bytes.hh"

namespace waggle::toolchain {

class WasmWriter {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(std::byte{value}); }
  void u64(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80U));
    byte(static_cast<std::uint8_t>(value));
  }
  void s64(std::int64_t value) {
    for (; value < -0x40 || value >= 0x40; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value & 0x7f));
  }
  void raw(Bytes bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  // Its length, then the bytes.
  void sized(Bytes bytes) {
    u64(bytes.size());
    raw(bytes);
  }

  // Takes back everything behind the first `size` bytes.
  void cut(std::size_t size) { bytes_.resize(size); }

  [[nodiscard]] Bytes bytes() const { return bytes_; }
  ByteVector take() { return std::move(bytes_); }

 private:
  ByteVector bytes_;
};

}  // namespace waggle::toolchain
