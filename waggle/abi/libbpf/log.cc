#include "waggle/abi/libbpf/log.hh"

#include <algorithm>

namespace waggle::abi::libbpf {
namespace {

constexpr std::size_t kAround = 2;  // the level before a line's text, the NUL behind it

}  // namespace

void PrintedLines::add(bpf::LibbpfLevel level, std::string_view text) {
  if (!most_ || level > *most_ || bytes_ + text.size() + kAround > kMost) return;
  bytes_ += text.size() + kAround;
  lines_.push_back({level, std::string(text)});
}

std::size_t PrintedLines::drain(MutableBytes to) {
  std::size_t used = 0;
  while (!lines_.empty() && to.size() > kAround) {
    const Line& line = lines_.front();
    if (used > 0 && line.text.size() + kAround > to.size() - used) break;
    const std::size_t length = std::min(line.text.size(), to.size() - used - kAround);
    to[used++] = static_cast<std::byte>(line.level);
    std::ranges::copy(as_bytes(line.text).first(length), to.begin() + static_cast<std::ptrdiff_t>(used));
    used += length;
    to[used++] = std::byte{0};
    bytes_ -= line.text.size() + kAround;
    lines_.pop_front();
  }
  return used;
}

}  // namespace waggle::abi::libbpf
