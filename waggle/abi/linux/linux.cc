#include "waggle/abi/linux/linux.hh"

namespace waggle::abi::linux {
namespace {

constexpr auto kImports = abi::imports(kRows);

}  // namespace

std::span<const Import> imports() { return kImports; }

}  // namespace waggle::abi::linux
