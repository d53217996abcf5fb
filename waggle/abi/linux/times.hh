// Times as the kernel's structures have them, and points in the time that waits go by.
#pragma once

#include <ctime>

#include "waggle/abi/types.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/clocks.hh"

namespace waggle::abi::linux {

// EINVAL for a negative time and for more than a second's worth of nanoseconds.
Result<std::uint64_t> nanoseconds(const timespec& time);
timespec to_timespec(std::uint64_t nanoseconds);

// When a wait of so many milliseconds is over; negative: never.
sys::Time in_milliseconds(std::int32_t timeout_ms);

}  // namespace waggle::abi::linux
