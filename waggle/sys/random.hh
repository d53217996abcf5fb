// The kernel's random numbers.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

// Fills all of `bytes`, however many a guest asked for; EINTR if it must end meanwhile.
Result<void> fill_random(Stop& stop, MutableBytes bytes);

}  // namespace waggle::sys
