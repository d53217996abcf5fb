// The one way from a guest's path to a file: openat2(2) beneath a directory it was granted.
// No "..", absolute path, symbolic link or magic link leads out, and no special file in.
#pragma once

#include <sys/types.h>

#include <string>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/root.hh"

namespace waggle::sys {

// Opens `path` beneath `directory`, with open(2)'s flags. EPERM for a path that leads out of
// the directory and for special files (special_files.hh; by name only if the file's contents
// are opened, not with O_PATH), ELOOP for a magic link, EINVAL for a path with a NUL in it,
// else openat2's own errors.
Result<UniqueFd> open_beneath(int directory, const Root& root, const std::string& path, int flags, mode_t mode = 0);

// As open_beneath, for a directory that is itself the root of a tree: absolute paths and links
// mean that root, and ".." ends there.
Result<UniqueFd> open_in_root(int directory, const Root& root, const std::string& path, int flags);

// The judgement alone, for a file that was opened in another way.
Result<UniqueFd> admit(UniqueFd fd, const Root& root, int flags);

}  // namespace waggle::sys
