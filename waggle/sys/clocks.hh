// The clocks of the host, as a guest may read them: nanoseconds, native clock numbers.
#pragma once

#include <ctime>

#include <cstdint>

#include "waggle/base/result.hh"

namespace waggle::sys {

// EINVAL for a clock the host does not have.
Result<std::uint64_t> read_clock(clockid_t clock);
Result<std::uint64_t> clock_resolution(clockid_t clock);

}  // namespace waggle::sys
