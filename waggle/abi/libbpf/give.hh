// Copying to a guest what libbpf gives by a pointer.
#pragma once

#include <algorithm>
#include <string_view>

#include "waggle/abi/libbpf/libbpf.hh"

namespace waggle::abi::libbpf {

// As many bytes as fit; how many there are.
inline Size give_bytes(const Out& out, Bytes bytes) {
  const std::size_t length = std::min(bytes.size(), out.bytes.size());
  std::copy_n(bytes.begin(), length, out.bytes.begin());
  return static_cast<std::int32_t>(bytes.size());
}

// A text with its NUL; nothing for none.
inline Size give_text(const Out& out, std::string_view text) {
  if (text.empty()) return 0;
  const std::string whole(text);
  return give_bytes(out, std::as_bytes(std::span(whole.c_str(), whole.size() + 1)));
}

// `bits` where it is so.
inline std::uint32_t bit(bool so, std::uint32_t bits) { return so ? bits : 0; }

inline const char* pointer(const OptStr& text) { return text.text ? text.text->c_str() : nullptr; }

}  // namespace waggle::abi::libbpf
