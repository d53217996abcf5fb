// Whether a type that did not come from a compiler holds together. Whoever makes types of what a file says asks here
// first: reading and printing trust what they are given.
#pragma once

#include "waggle/base/result.hh"
#include "waggle/event/type.hh"

namespace waggle::event {

// EINVAL with a sentence for members outside their structure, absurd sizes, missing parts, and trees that are too deep
// (32) or have too many members (65,536).
Result<void> check(const Type& type);

}  // namespace waggle::event
