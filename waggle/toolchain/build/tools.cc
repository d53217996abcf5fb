#include "waggle/toolchain/build/tools.hh"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>

#include "waggle/base/strings.hh"

namespace waggle::toolchain {
namespace {

// 19 is what waggle is built and tested with; 18 is the first that writes all BTF that libbpf reads.
constexpr std::array<std::string_view, 5> kVersions{"-19", "-20", "-21", "-18", ""};

std::optional<std::string> find_program(std::string_view name) {
  const char* const path = std::getenv("PATH");
  for (const std::string_view folder : split(path != nullptr ? path : "", ':')) {
    std::string file = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    if (::access(file.c_str(), X_OK) == 0) return file;
  }
  return std::nullopt;
}

// The program's file, without reading it.
std::string identity() {
  struct stat file{};
  if (::stat("/proc/self/exe", &file) != 0) return {};
  return fmt::format("{} bytes of {}.{}", file.st_size, file.st_mtim.tv_sec, file.st_mtim.tv_nsec);
}

}  // namespace

Result<BuildTools> find_build_tools() {
  for (const std::string_view version : kVersions) {
    if (!find_program(fmt::format("clang{}", version))) continue;
    BuildTools tools;
    tools.cc.clang = fmt::format("clang{}", version);
    tools.itself = identity();
    if (const auto linker = find_program(fmt::format("wasm-ld{}", version))) tools.cc.wasm_ld = *linker;
    return tools;
  }
  return Error(ENOENT, "clang is not installed (apt install clang-19 lld-19)");
}

}  // namespace waggle::toolchain
