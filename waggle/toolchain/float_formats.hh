// Finds formats of printf that print floating-point numbers, in the data of a program. It knows formats, not modules.
#pragma once

#include "waggle/base/bytes.hh"

namespace waggle::toolchain {

// Whether a string in `data` is, or ends with, a format that has one of %a %e %f %g, and nothing that printf does not
// know: "%e %T" is strftime's. Strings end at a zero, and may begin anywhere.
bool has_float_format(Bytes data);

}  // namespace waggle::toolchain
