// Packages of any format, and the debug information and symbols of what they carry.
#include <cstddef>
#include <cstdint>
#include <string>

#include "waggle/package/debug_info.hh"
#include "waggle/package/elf_symbols.hh"
#include "waggle/package/package.hh"

using namespace waggle;

namespace {

void look_into(Bytes object) {
  constexpr std::uint32_t kSizes[] = {8, 16, 40, 64};
  const auto info = package::DebugInfo::parse(object);
  if (info.ok()) {
    for (const std::uint32_t size : kSizes) static_cast<void>(info->structures(size));
    static_cast<void>(info->variable("send", "e"));
  }
  const auto symbols = package::ElfSymbols::parse(object);
  if (symbols.ok()) static_cast<void>(symbols->at(64));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  static_cast<void>(package::looks_like_package(bytes));
  const auto package = package::open(bytes, "fuzz");
  if (package.ok()) look_into(package->object);
  return 0;
}
