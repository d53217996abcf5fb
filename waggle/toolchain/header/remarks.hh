// What C cannot say of a structure, in words: sizes of nothing, numbers in place of enumerations, names that were
// taken.
#pragma once

#include <string>
#include <vector>

#include "waggle/toolchain/header/layout.hh"

namespace waggle::toolchain {

// One line each: "struct nothing: has no size".
std::vector<std::string> remarks_of(const Layout& layout);

}  // namespace waggle::toolchain
