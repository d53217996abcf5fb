// Which socket options a guest may read and set: those of its own sockets' business. What reaches
// beyond them (packet filters of the whole host, memory by address) is not in the table.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/file.hh"

namespace waggle::sys {

// Whether the option's value is a descriptor (SO_ATTACH_BPF), which the caller turns into the
// host's.
bool takes_descriptor(int level, int option);

// As setsockopt(2) and getsockopt(2); ENOPROTOOPT for options that are not in the table. An option
// gives at most `most` bytes.
Result<void> set_option(const File& socket, int level, int option, Bytes value);
Result<ByteVector> get_option(const File& socket, int level, int option, std::size_t most);

}  // namespace waggle::sys
