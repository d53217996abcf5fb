// CO-RE relocations, and types that answer them: four bytes say where the relocations begin, behind an object's types,
// which are also the kernel's.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "waggle/btf/core_match.hh"
#include "waggle/btf/core_relocations.hh"

using namespace waggle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint32_t at = 0;
  if (size < sizeof at) return 0;
  std::memcpy(&at, data, sizeof at);
  const Bytes bytes = std::as_bytes(std::span(data, size)).subspan(sizeof at);
  const std::size_t split = std::min<std::size_t>(at, bytes.size());
  const auto types = btf::Image::parse(bytes.first(split));
  if (!types.ok()) return 0;
  const auto relocations = btf::parse_core_relocations(bytes.subspan(split), *types);
  if (!relocations.ok()) return 0;
  const btf::CoreMatcher matcher(*types, *types);
  for (const btf::CoreRelocation& relocation : *relocations) {
    static_cast<void>(matcher.describe(relocation));
    static_cast<void>(matcher.answer(relocation));
  }
  return 0;
}
