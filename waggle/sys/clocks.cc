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

}  // namespace waggle::sys
