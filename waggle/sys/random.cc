#include "waggle/sys/random.hh"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>

namespace waggle::sys {

Result<void> fill_random(Stop& stop, MutableBytes bytes) {
  constexpr std::size_t kPiece = 1 << 20;  // a few milliseconds' worth, between two looks at the Stop
  while (!bytes.empty()) {
    if (stop.must_end()) return Error(EINTR);
    const ssize_t n = ::getrandom(bytes.data(), std::min(bytes.size(), kPiece), 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Error(errno);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace waggle::sys
