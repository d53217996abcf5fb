// Mounts a kernel file system nowhere: the mount is reached through its descriptor only and
// goes with it, so a minimal VM or container is read without being changed.
#pragma once

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf {

// The root directory of a new mount of `filesystem` ("tracefs", "securityfs"), for openat(2).
// Linux 5.2 (fsopen(2), fsmount(2)); EPERM without CAP_SYS_ADMIN; ENODEV where the kernel was
// built without the file system.
Result<UniqueFd> mount_detached(const char* filesystem);

}  // namespace waggle::bpf
