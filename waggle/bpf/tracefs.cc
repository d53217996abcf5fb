#include "waggle/bpf/tracefs.hh"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/detached_mount.hh"

namespace waggle::bpf {
namespace {

constexpr std::array kMountPoints{"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};
constexpr std::uint64_t kMaxIdFile = 32;

// An empty folder stands at the mount point where tracefs is not mounted, so the folder
// alone proves nothing.
Result<UniqueFd> open_mounted(const char* path) {
  UniqueFd root(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root) return errno_error(path);
  if (::faccessat(root.get(), "events", R_OK, AT_EACCESS) != 0)
    return Error(errno, errno == ENOENT ? "not mounted" : "not readable").context(path);
  return root;
}

// Names become a path below events/: one component each.
bool is_event_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == name.npos && name.find('\0') == name.npos;
}

std::string_view trim_newline(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

}  // namespace

Result<UniqueFd> open_tracefs() {
  std::string refusals;
  for (const char* path : kMountPoints) {
    auto root = open_mounted(path);
    if (root.ok()) return root;
    refusals += root.error().message() + "; ";
  }
  auto root = mount_detached("tracefs");
  if (root.ok()) return root;
  return Error(root.error().code(), fmt::format("tracefs cannot be opened: {}{}", refusals, root.error().message()));
}

Result<std::uint64_t> tracepoint_id(std::string_view category, std::string_view name) {
  if (!is_event_name(category) || !is_event_name(name))
    return Error(EINVAL, fmt::format("'{}:{}' is no tracepoint; it is written CATEGORY:NAME", category, name));
  WAGGLE_TRY(const auto root, open_tracefs());
  const UniqueFd file(
      ::openat(root.get(), fmt::format("events/{}/{}/id", category, name).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return Error(ENOENT, fmt::format("the kernel has no tracepoint {}:{}", category, name));
  if (!file) return errno_error(fmt::format("opening the id of tracepoint {}:{}", category, name));
  WAGGLE_TRY(const auto text, read_all(file.get(), kMaxIdFile));
  return parse_number<std::uint64_t>(trim_newline(as_text(text)));
}

}  // namespace waggle::bpf
