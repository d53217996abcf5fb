#include "waggle/abi/wasi/wasi.hh"

#include <algorithm>
#include <array>
#include <vector>

namespace waggle::abi::wasi {
namespace {

constexpr auto kImports = abi::imports(kRows);

constexpr auto kUnstableOnly =
    abi::imports(rows<WasiErrno>(row<unstable::fd_filestat_get>("fd_filestat_get"), row<unstable::fd_seek>("fd_seek"),
                                 row<unstable::path_filestat_get>("path_filestat_get"),
                                 row<unstable::poll_oneoff, policy::Grant::clock>("poll_oneoff")));

// The rows of snapshot 0: those of preview1 with its own in their places, without sock_accept,
// which came later.
constexpr auto kUnstableImports = [] {
  std::array<Import, kImports.size() - 1> all{};
  std::ranges::copy_if(kImports, all.begin(), [](const Import& import) { return import.name != "sock_accept"; });
  for (const Import& own : kUnstableOnly) *std::ranges::find(all, own.name, &Import::name) = own;
  return all;
}();

}  // namespace

bool is_imported(std::span<const vm::Import> imports) {
  return std::ranges::any_of(imports, [](const vm::Import& import) { return import.module.starts_with("wasi_"); });
}

std::span<const Import> imports() { return kImports; }
std::span<const Import> unstable_imports() { return kUnstableImports; }

}  // namespace waggle::abi::wasi
