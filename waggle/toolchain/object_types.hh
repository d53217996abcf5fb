// The types in a file, whatever kind of file it is.
#pragma once

#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

// The raw BTF of an object file, with the places of its global variables; or of a file that is nothing but BTF
// (/sys/kernel/btf/vmlinux). Errors name the file. ENOENT for an object without BTF.
Result<ByteVector> read_types(const std::string& path);

// The largest object file that is read.
inline constexpr std::size_t kLargestFile = std::size_t{64} << 20;

}  // namespace waggle::toolchain
