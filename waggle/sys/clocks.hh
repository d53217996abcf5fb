// The clocks of the host, as a guest may read them: nanoseconds, native clock numbers.
#pragma once

#include <ctime>

#include <cstdint>

#include "waggle/base/result.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

// EINVAL for a clock the host does not have.
Result<std::uint64_t> read_clock(clockid_t clock);
Result<std::uint64_t> clock_resolution(clockid_t clock);

// So many nanoseconds after `time`; kForever where that is beyond its end.
Time after(Time time, std::uint64_t nanoseconds);
// When the clock will show `reading` (nanoseconds), as a point in the time that waits go by. A
// clock that is set meanwhile does not change it. EINVAL for a clock the host does not have.
Result<Time> when_clock_shows(clockid_t clock, std::uint64_t reading);

}  // namespace waggle::sys
