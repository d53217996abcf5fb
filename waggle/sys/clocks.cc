#include "waggle/sys/clocks.hh"

#include <cerrno>

namespace waggle::sys {
namespace {

std::uint64_t nanoseconds(const timespec& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace

Result<std::uint64_t> read_clock(clockid_t clock) {
  timespec time{};
  if (::clock_gettime(clock, &time) != 0) return Error(errno);
  return nanoseconds(time);
}

Result<std::uint64_t> clock_resolution(clockid_t clock) {
  timespec time{};
  if (::clock_getres(clock, &time) != 0) return Error(errno);
  return nanoseconds(time);
}

Time after(Time time, std::uint64_t nanoseconds) {
  const auto room = static_cast<std::uint64_t>((kForever - time).count());
  return nanoseconds >= room ? kForever : time + Clock::duration(static_cast<std::int64_t>(nanoseconds));
}

Result<Time> when_clock_shows(clockid_t clock, std::uint64_t reading) {
  if (clock == CLOCK_MONOTONIC) return after(Time{}, reading);
  WAGGLE_TRY(const std::uint64_t now, read_clock(clock));
  return after(Clock::now(), reading > now ? reading - now : 0);
}

}  // namespace waggle::sys
