// Types that are made of themselves: no compiler writes them, and who follows them without counting steps (libbpf does)
// never comes back.
#pragma once

#include "waggle/base/result.hh"
#include "waggle/btf/image.hh"

namespace waggle::btf {

// EINVAL with a sentence where a type contains itself (as member, element, or behind typedefs and qualifiers; a pointer
// may lead back), or contains others deeper than any program needs.
Result<void> check_circles(const Image& image);

}  // namespace waggle::btf
