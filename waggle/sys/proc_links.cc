#include "waggle/sys/proc_links.hh"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "waggle/base/strings.hh"
#include "waggle/sys/beneath.hh"

namespace waggle::sys {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The components of a path, without the empty ones and ".".
std::vector<std::string_view> components(std::string_view path) {
  std::vector<std::string_view> parts = split(path, '/');
  std::erase_if(parts, [](std::string_view part) { return part.empty() || part == "."; });
  return parts;
}

std::string join(std::span<const std::string_view> parts) {
  std::string path;
  for (const std::string_view part : parts) path.append(path.empty() ? "" : "/").append(part);
  return path;
}

}  // namespace

std::optional<ProcLink> parse_proc_link(std::string_view path) {
  const std::vector<std::string_view> all = components(path);
  const auto at = [&](std::size_t i) { return i < all.size() ? all[i] : std::string_view(); };
  if (!is_number(at(0))) return std::nullopt;
  std::size_t link = 1;
  if (at(1) == "task" && is_number(at(2))) link = 3;
  const bool is_namespace = at(link) == "ns";
  if (is_namespace) ++link;
  const std::string_view name = at(link);
  if (name.empty() || name == "..") return std::nullopt;
  if (!is_namespace && name != "exe" && name != "root" && name != "cwd") return std::nullopt;
  const std::span parts(all);
  std::string rest = join(parts.subspan(link + 1));
  // "12/root/" asks for the directory, not for the link.
  if (rest.empty() && (path.ends_with('/') || path.ends_with("/."))) rest.push_back('.');
  return ProcLink{join(parts.first(link)), std::string(name), std::move(rest)};
}

Root behind_proc_link(const Root& root) {
  return {.guest_path = root.guest_path, .read_only = true, .follow_proc_links = false, .proc_files = ProcFiles::none};
}

Result<UniqueFd> open_proc_link(int proc, const Root& root, const ProcLink& link, int flags) {
  // Refuses waggle's own directory, and everything that is not a directory of this procfs.
  WAGGLE_TRY(const UniqueFd parent, open_beneath(proc, root, link.parent, O_PATH | O_DIRECTORY));
  const Root behind = behind_proc_link(root);
  const int follow = flags & ~O_NOFOLLOW;
  if (link.rest.empty()) {
    UniqueFd target(::openat(parent.get(), link.name.c_str(), follow | O_CLOEXEC | O_NOCTTY));
    if (!target) return Error(errno);
    return admit(std::move(target), behind, flags);
  }
  const UniqueFd anchor(::openat(parent.get(), link.name.c_str(), O_PATH | O_CLOEXEC));
  if (!anchor) return Error(errno);
  if (link.name == "root") return open_in_root(anchor.get(), behind, link.rest, flags);
  return open_beneath(anchor.get(), behind, link.rest, flags);
}

}  // namespace waggle::sys
