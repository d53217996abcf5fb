// SHA-256, for naming and checking content.
#pragma once

#include <array>
#include <string>

#include "waggle/base/bytes.hh"

namespace waggle {

using Sha256 = std::array<std::byte, 32>;

Sha256 sha256(Bytes bytes);
// Lower-case hexadecimal.
std::string hex(Bytes bytes);

}  // namespace waggle
