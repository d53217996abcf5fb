// Reads the binary format of WebAssembly. A failure sticks: everything read behind it is zero or empty, and the caller
// asks once, at the end of what it was reading. It knows numbers and bytes, not sections or instructions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"

namespace waggle::toolchain {

class WasmReader {
 public:
  // Borrows `bytes`. `offset` is where they begin in the file, for messages.
  explicit WasmReader(Bytes bytes, std::size_t offset = 0) : bytes_(bytes), offset_(offset) {}

  std::uint8_t byte();
  std::uint64_t u64();  // unsigned LEB128
  std::int64_t s64();   // signed LEB128
  // An unsigned LEB128 of at most 32 bits: an index, a count, a length.
  std::uint32_t u32();
  Bytes take(std::uint64_t length);
  std::string_view name() { return as_text(take(u32())); }
  // The next `length` bytes as a reader of their own.
  WasmReader section(std::uint64_t length);

  // What was read since `mark`, a former position().
  [[nodiscard]] Bytes since(std::size_t mark) const { return bytes_.subspan(mark, at_ - mark); }
  [[nodiscard]] std::size_t position() const { return at_; }
  // Of everything, read or not.
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  // In the file.
  [[nodiscard]] std::size_t offset() const { return offset_ + at_; }
  // Nothing is left, or it failed: loops end here.
  [[nodiscard]] bool done() const { return failed() || at_ == bytes_.size(); }

  // The first failure is the one that is kept.
  void fail(std::string why);
  // Fails as `part`, a section of this one, did.
  void adopt(const WasmReader& part) {
    if (!failed()) why_ = part.why();
  }
  [[nodiscard]] bool failed() const { return !why_.empty(); }
  [[nodiscard]] const std::string& why() const { return why_; }

 private:
  Bytes bytes_;
  std::size_t offset_;
  std::size_t at_ = 0;
  std::string why_;
};

}  // namespace waggle::toolchain
