#include "waggle/abi/ewasm/libc.hh"

#include <fmt/format.h>

namespace waggle::abi::ewasm {

void Libc::refuse(Guest& guest, const BoundImport& import, const Error& error) {
  guest.end({Ending::Kind::trap, 0, fmt::format("{}.{}: {}", import.module, import.name, error.message()), {}});
}

std::span<const Import> libc_imports() {
  static constexpr auto kImports = imports(kLibcRows);
  return kImports;
}

}  // namespace waggle::abi::ewasm
