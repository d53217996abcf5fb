// The file format of modules compiled ahead of time (.cwasm): a header that says for which
// engine it was made and the hash of what follows, then the engine's native code. The engine
// trusts its input (it was seen to accept most single-bit flips), so the hash comes first.
#pragma once

#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::vm {

inline constexpr std::string_view kAotMagic = "\x7fwaggle\n";

ByteVector pack_aot(Bytes code);
// The code inside, a view of `file`. EINVAL: damaged or cut short; ESTALE: made for another
// engine. Neither proves who wrote the file: that is the caller's to know.
Result<Bytes> unpack_aot(Bytes file);

// May this file's native code run with our rights? It must be a regular file that belongs to
// root or to us and that nobody else may write. EPERM with the reason and the way out.
Result<void> check_trusted(int fd);

}  // namespace waggle::vm
