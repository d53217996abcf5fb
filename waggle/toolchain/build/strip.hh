// Takes debug information out of a compiled BPF object and leaves BTF, as `llvm-strip -g` does; starting that program
// takes half as long as compiling. Reads and writes one format: 64-bit little-endian ELF, not linked, as clang makes
// it.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

// Without sections of DWARF, what relocates them and BTF (no loader does), the symbols that are only theirs, and the
// compiler's own lists. ENOEXEC with a sentence for what is no such file, or contradicts itself.
Result<ByteVector> strip_debug(Bytes object);

// Also without the lines of the source, which a verifier's log then lacks. Errors are the same.
Result<ByteVector> strip_lines(Bytes object);

}  // namespace waggle::toolchain
