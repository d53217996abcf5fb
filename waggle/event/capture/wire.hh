// The small parts of a capture file: numbers of variable length, and text behind its length. docs/guide/capture.md
// describes the whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::event::capture {

inline constexpr std::string_view kMagic = "wagglec\n";
inline constexpr std::uint32_t kVersion = 1;
// What a recording begins with: the magic words and the version.
inline constexpr std::string_view kHeader{"wagglec\n\x01\0\0\0", 12};
// Of a block, uncompressed. What claims to be larger is damaged.
inline constexpr std::uint32_t kMostContent = 64 << 20;

enum class Tag : std::uint8_t { boot = 1, stream = 2, event = 3 };

// 7 bits a byte, lowest first; the highest bit says that more follow (LEB128).
void put_number(std::string& out, std::uint64_t number);
// Small whether positive or negative: 0, -1, 1, -2, ...
void put_signed(std::string& out, std::int64_t number);
void put_bytes(std::string& out, Bytes bytes);
inline void put_text(std::string& out, std::string_view text) { put_bytes(out, as_bytes(text)); }
void put_u32(std::string& out, std::uint32_t number);
std::uint32_t get_u32(Bytes from);

// Reads the content of a block, and never beyond. Borrows it.
class Wire {
 public:
  explicit Wire(Bytes content) : rest_(content) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] Bytes rest() const { return rest_; }
  // EBADMSG where the content ends before, or a number has too many bits.
  Result<std::uint8_t> octet();
  Result<std::uint64_t> number();
  Result<std::int64_t> signed_number();
  // A number that is at most `most`.
  Result<std::uint32_t> number_up_to(std::uint64_t most);
  Result<Bytes> bytes();
  Result<std::string> text();

 private:
  Bytes rest_;
};

Error damaged(std::string_view what);

}  // namespace waggle::event::capture
