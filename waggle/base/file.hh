// Whole files: reading with a limit, replacing atomically.
#pragma once

#include <cstdint>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle {

// Reads from `fd` to its end. More than `limit` bytes is EFBIG.
Result<ByteVector> read_all(int fd, std::uint64_t limit);
// Opens and reads a regular file (or fifo); a directory is EISDIR. Errors do not name the path.
Result<ByteVector> read_file(const std::string& path, std::uint64_t limit);
// Writes all of `bytes`, through short writes and EINTR.
Result<void> write_all(int fd, Bytes bytes);
// Writes beside `path` and renames: readers see the old file or the new one, never half of it.
// `mode` as for open(2), before the umask.
Result<void> replace_file(const std::string& path, Bytes bytes, unsigned mode);
// The same for a name that a user gave: what is there and no regular file (a device, a pipe, a symbolic link such as
// /dev/stdout) is written to, since a file in its place would be the end of it.
Result<void> write_output(const std::string& path, Bytes bytes, unsigned mode);

}  // namespace waggle
