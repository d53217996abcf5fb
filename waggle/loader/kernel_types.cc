#include "waggle/loader/kernel_types.hh"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/utsname.h>

#include <algorithm>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"

namespace waggle::loader {
namespace {

constexpr std::uint64_t kLargestRelease = 1 << 16;

// The value of a line KEY=VALUE or KEY="VALUE".
std::string value_of(std::string_view text, std::string_view key) {
  for (const std::string_view line : split(text, '\n')) {
    auto [name, value] = split_once(line, '=');
    if (name != key || !value) continue;
    if (value->size() >= 2 && (value->front() == '"' || value->front() == '\'') && value->back() == value->front())
      return std::string(value->substr(1, value->size() - 2));
    return std::string(*value);
  }
  return {};
}

}  // namespace

KernelName KernelName::parse(std::string_view os_release, std::string machine, std::string release) {
  return {value_of(os_release, "ID"), value_of(os_release, "VERSION_ID"), std::move(machine), std::move(release)};
}

KernelName KernelName::running() {
  utsname name{};
  ::uname(&name);
  const auto text = read_file("/etc/os-release", kLargestRelease);
  return parse(text.ok() ? as_text(*text) : std::string_view(), static_cast<const char*>(name.machine),
               static_cast<const char*>(name.release));
}

const package::KernelTypes* choose(std::span<const package::KernelTypes> all, const KernelName& name) {
  const auto found = std::ranges::find_if(all, [&name](const package::KernelTypes& each) {
    return each.id == name.id && each.version_id == name.version_id && each.machine == name.machine &&
           each.release == name.release;
  });
  return found == all.end() ? nullptr : &*found;
}

Result<TypesFile> as_file(const package::KernelTypes& types) {
  UniqueFd file(::memfd_create("waggle-btf", MFD_CLOEXEC));
  if (!file) return errno_error("memfd_create");
  WAGGLE_CHECK(write_all(file.get(), types.btf));
  std::string path = fmt::format("/proc/self/fd/{}", file.get());
  return TypesFile{std::move(file), std::move(path)};
}

}  // namespace waggle::loader
