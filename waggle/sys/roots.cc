#include "waggle/sys/roots.hh"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <optional>

#include "waggle/base/c_ptr.hh"

namespace waggle::sys {
namespace {

// The part of `path` behind `prefix`, if that is a whole-component prefix of it.
std::optional<std::string_view> behind(std::string_view path, std::string_view prefix) {
  while (prefix.ends_with('/')) prefix.remove_suffix(1);  // "/" covers every absolute path
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  if (!path.empty() && !path.starts_with('/')) return std::nullopt;
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

constexpr const char* kZones = "/usr/share/zoneinfo";
constexpr const char* kLocalTime = "/etc/localtime";

Result<std::shared_ptr<Directory>> open_tree(const std::string& host, Root root) {
  UniqueFd fd(::open(host.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return Error(errno);
  return std::make_shared<Directory>(std::move(fd), std::make_shared<const Root>(std::move(root)));
}

}  // namespace

Result<Roots> Roots::open(const policy::Policy& policy) {
  Roots roots;
  for (const policy::DirectoryGrant& grant : policy.directories)
    WAGGLE_CHECK(roots.add(grant.host, {.guest_path = grant.guest}).context(fmt::format("directory {}", grant.host)));
  const auto add_kernel_tree = [&](policy::Grant grant, const char* path, bool follow_links) -> Result<void> {
    if (!policy.grants.contains(grant)) return {};
    auto added = roots.add(path, {.guest_path = path, .read_only = true, .follow_proc_links = follow_links});
    if (!added.ok() && added.error().code() == ENOENT) return {};
    return std::move(added).context(path);
  };
  WAGGLE_CHECK(add_kernel_tree(policy::Grant::proc, "/proc", policy.grants.contains(policy::Grant::proc_links)));
  WAGGLE_CHECK(add_kernel_tree(policy::Grant::sys, "/sys", false));
  if (policy.grants.contains(policy::Grant::timezone)) roots.add_timezone();
  return roots;
}

Result<void> Roots::add(const std::string& host, Root root) {
  WAGGLE_TRY(auto directory, open_tree(host, std::move(root)));
  directories_.push_back(std::move(directory));
  return {};
}

// A host without them has no zone but UTC, which is what a libc then takes.
void Roots::add_timezone() {
  zones_ = open_tree(kZones, {.guest_path = kZones, .read_only = true}).value_or(nullptr);
  // The link leads where the guest may not go, so the one file is reached from its own directory.
  const CPtr<char, std::free> real(::realpath(kLocalTime, nullptr));
  if (!real) return;
  const std::string path = real.get();
  const std::size_t slash = path.rfind('/');
  auto directory = open_tree(path.substr(0, slash + 1), {.guest_path = kLocalTime, .read_only = true});
  if (directory.ok()) local_time_ = {std::move(directory).value(), path.substr(slash + 1)};
}

Result<Roots::Place> Roots::locate(std::string_view guest_path) const {
  Place best;
  const auto consider = [&](const std::shared_ptr<Directory>& directory) {
    const std::string& name = directory->root().guest_path;
    const auto rest = behind(guest_path, name);
    if (!rest || (best.directory && name.size() <= best.directory->root().guest_path.size())) return;
    best = {directory, rest->empty() ? "." : std::string(*rest)};
  };
  for (const auto& directory : directories_) consider(directory);
  if (zones_) consider(zones_);
  if (!best.directory && local_time_.directory && guest_path == kLocalTime) return local_time_;
  if (!best.directory) return Error(ENOENT);
  return best;
}

}  // namespace waggle::sys
