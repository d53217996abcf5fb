#include "waggle/bpf/detached_mount.hh"

#include <fmt/format.h>
#include <sys/mount.h>

namespace waggle::bpf {

Result<UniqueFd> mount_detached(const char* filesystem) {
  const auto refused = [&] { return errno_error(fmt::format("mounting {} detached", filesystem)); };
  const UniqueFd context(::fsopen(filesystem, FSOPEN_CLOEXEC));
  if (!context) return refused();
  if (::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) return refused();
  UniqueFd root(::fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
  if (!root) return refused();
  return root;
}

}  // namespace waggle::bpf
