// Puts the members of a structure where BTF says they are: decides whether it must be packed, and fills every gap with
// a member, so that nothing is left to a compiler's rules.
#pragma once

#include "waggle/base/result.hh"
#include "waggle/toolchain/header/layout.hh"

namespace waggle::toolchain {

// `made` has its size and its members, in their order. EINVAL with a sentence where they overlap or lie outside.
Result<void> place(Definition& made, bool packed);

// Gives padding names that no member has, also not of the structures that are written inside it.
void name_padding(Definition& made);

}  // namespace waggle::toolchain
