#include "waggle/cli/source.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "waggle/base/fd.hh"
#include "waggle/base/file.hh"
#include "waggle/package/package.hh"

namespace waggle::cli {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30;  // of either kind
constexpr std::size_t kBegin = 512;                             // enough for the magic of a tar archive

Result<UniqueFd> open_source(const std::string& path) {
  if (path == "-") return UniqueFd::duplicate(STDIN_FILENO);
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return Error(errno);
  return file;
}

Result<Source> read_source(const std::string& path) {
  WAGGLE_TRY(const UniqueFd file, open_source(path));
  struct stat about{};
  if (::fstat(file.get(), &about) != 0) return Error(errno);
  if (S_ISREG(about.st_mode)) {
    std::array<std::byte, kBegin> begin{};
    const ssize_t count = ::pread(file.get(), begin.data(), begin.size(), 0);
    if (count < 0) return Error(errno);
    const bool is_package = package::looks_like_package(Bytes(begin).first(static_cast<std::size_t>(count)));
    if (!is_package && path != "-") return Source{};
    if (is_package && static_cast<std::uint64_t>(about.st_size) > package::kLargestPackage)
      return Error(ENOEXEC, fmt::format("is larger than any package ({} MiB)", package::kLargestPackage >> 20));
  }
  auto content = read_all(file.get(), kLargestFile);
  if (!content.ok() && content.error().code() == EFBIG)
    return Error(ENOEXEC, "is larger than any guest or package (1 GiB)");
  if (!content.ok()) return std::move(content).error();
  const bool is_package = package::looks_like_package(*content);
  return Source{is_package, std::move(*content)};
}

}  // namespace

Result<Source> look_at(const std::string& path) {
  return read_source(path).context(path == "-" ? "standard input" : path);
}

}  // namespace waggle::cli
