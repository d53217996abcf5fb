// The pieces of memory of a call that did only a part of its work.
#pragma once

#include <algorithm>
#include <vector>

#include "waggle/sys/descriptor.hh"

namespace waggle::sys {

inline std::size_t total_bytes(IoVecs vectors) {
  std::size_t bytes = 0;
  for (const iovec& piece : vectors) bytes += piece.iov_len;
  return bytes;
}

// What lies behind the first `bytes`, of which there are at least so many.
inline std::vector<iovec> behind(IoVecs vectors, std::size_t bytes) {
  std::vector<iovec> rest;
  for (const auto& [base, length] : vectors) {
    const std::size_t done = std::min(bytes, length);
    bytes -= done;
    if (done < length) rest.push_back({static_cast<std::byte*>(base) + done, length - done});
  }
  return rest;
}

}  // namespace waggle::sys
