#include "waggle/sys/beneath.hh"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "waggle/sys/special_files.hh"

namespace waggle::sys {
namespace {

// openat2 reports EAGAIN when a rename somewhere on the system made it unsure of a "..".
constexpr int kAttempts = 64;

Result<UniqueFd> open_resolving(int directory, const std::string& path, const open_how& how) {
  if (path.find('\0') != std::string::npos) return Error(EINVAL);
  for (int attempt = 1;; ++attempt) {
    const long fd = ::syscall(SYS_openat2, directory, path.c_str(), &how, sizeof how);
    if (fd >= 0) return UniqueFd(static_cast<int>(fd));
    if (errno == EAGAIN && attempt < kAttempts) continue;
    return Error(errno == EXDEV ? EPERM : errno);
  }
}

// openat2 refuses what open ignores: a mode without O_CREAT, and flags beside O_PATH.
open_how how_to(int flags, mode_t mode, std::uint64_t resolve) {
  return {.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NOCTTY)),
          .mode = (flags & O_CREAT) != 0 ? mode & 07777 : 0,
          .resolve = resolve};
}

}  // namespace

Result<UniqueFd> admit(UniqueFd fd, const Root& root, int flags) {
  WAGGLE_CHECK(refuse_own_process(fd.get(), root.proc_files));
  if ((flags & O_PATH) == 0) WAGGLE_CHECK(refuse_by_name(fd.get()));
  return fd;
}

Result<UniqueFd> open_beneath(int directory, const Root& root, const std::string& path, int flags, mode_t mode) {
  const open_how how = how_to(flags, mode, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
  WAGGLE_TRY(UniqueFd fd, open_resolving(directory, path, how));
  return admit(std::move(fd), root, flags);
}

Result<UniqueFd> open_in_root(int directory, const Root& root, const std::string& path, int flags) {
  const open_how how = how_to(flags, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  WAGGLE_TRY(UniqueFd fd, open_resolving(directory, path, how));
  return admit(std::move(fd), root, flags);
}

}  // namespace waggle::sys
