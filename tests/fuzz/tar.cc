// Archives: as a file, and, because no fuzzer guesses a checksum, as entries whose headers are whole.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/package/package.hh"
#include "waggle/package/tar.hh"

using namespace waggle;

namespace {

constexpr std::size_t kBlock = 512;
// Places in a header of ustar, POSIX.1-1988.
constexpr std::size_t kName = 100, kMode = 100, kSize = 124, kChecksum = 148, kKind = 156, kLink = 157, kMagic = 257;

std::string header(std::string_view name, std::size_t size, char kind) {
  std::string block(kBlock, '\0');
  block.replace(0, std::min(name.size(), kName), name.substr(0, kName));
  block.replace(kMode, 7, "0000644");
  block.replace(kSize, 11, fmt::format("{:011o}", size));
  block.replace(kChecksum, 8, "        ");
  block[kKind] = kind;
  block.replace(kLink, 4, "link");
  block.replace(kMagic, 8, std::string_view("ustar\00000", 8));
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  block.replace(kChecksum, 7, fmt::format("{:06o}", sum) + '\0');
  return block;
}

// Entries are "KIND NAME \0 LENGTH CONTENT", one behind the other.
std::string archive(std::string_view text) {
  std::string whole;
  while (text.size() > 2) {
    const char kind = text.front();
    const std::string_view name = text.substr(1, text.find('\0') == text.npos ? text.npos : text.find('\0') - 1);
    text.remove_prefix(std::min(text.size(), name.size() + 2));
    const std::size_t wanted = text.empty() ? 0 : static_cast<unsigned char>(text.front());
    const std::string_view content = text.substr(std::min<std::size_t>(text.size(), 1), wanted);
    text.remove_prefix(std::min(text.size(), content.size() + 1));
    whole += header(name, content.size(), kind);
    whole += content;
    whole.append((kBlock - content.size() % kBlock) % kBlock, '\0');
  }
  return whole.append(2 * kBlock, '\0');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  static_cast<void>(package::unpack_tar(bytes));
  const std::string made = archive(as_text(bytes));
  static_cast<void>(package::open(as_bytes(made), "fuzz.tar"));
  return 0;
}
