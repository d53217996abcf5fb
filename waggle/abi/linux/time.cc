#include <signal.h>

#include <algorithm>
#include <array>
#include <limits>

#include "waggle/abi/linux/lookup.hh"
#include "waggle/abi/linux/times.hh"
#include "waggle/sys/alarm.hh"
#include "waggle/sys/unnamed.hh"
#include "waggle/sys/wait.hh"

namespace waggle::abi::linux {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

constexpr std::array<clockid_t, 9> kReadable{CLOCK_REALTIME,          CLOCK_MONOTONIC,     CLOCK_PROCESS_CPUTIME_ID,
                                             CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE,
                                             CLOCK_MONOTONIC_COARSE,  CLOCK_BOOTTIME,      CLOCK_TAI};
// Sleeping does not use up a processor's time.
constexpr std::array<clockid_t, 4> kSleepable{CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_TAI};
constexpr std::array<clockid_t, 3> kOfTimers{CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};

Result<void> require(std::span<const clockid_t> known, std::int32_t clock) {
  if (std::ranges::find(known, clock) == known.end()) return Error(EINVAL);
  return {};
}

Answer sleep_until(Guest& guest, sys::Time until, OptGive<timespec> left) {
  const auto slept = sys::wait(guest.stop, {}, until);
  if (slept.ok()) return 0;
  const auto rest = std::max(until - sys::Clock::now(), sys::Clock::duration::zero());
  left.set(to_timespec(static_cast<std::uint64_t>(rest.count())));
  return Error(slept.error().code());
}

sys::Clock::duration duration_of(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

timeval timeval_of(sys::Clock::duration duration) {
  const auto all = std::chrono::ceil<std::chrono::microseconds>(duration).count();
  return {.tv_sec = all / 1'000'000, .tv_usec = all % 1'000'000};
}

bool is_time(const timeval& time) {
  constexpr std::int64_t kMost = std::int64_t{1} << 32;  // seconds; what is added to now does not overflow
  return time.tv_sec >= 0 && time.tv_sec < kMost && time.tv_usec >= 0 && time.tv_usec < 1'000'000;
}

itimerval itimerval_of(const sys::Alarm::Setting& setting) {
  if (setting.time == sys::kForever) return {};
  // Due now is not never.
  const auto left = std::max<sys::Clock::duration>(setting.time - sys::Clock::now(), std::chrono::microseconds(1));
  return {.it_interval = timeval_of(setting.interval), .it_value = timeval_of(left)};
}

sys::Alarm::Setting setting_of(const itimerval& time) {
  const auto first = duration_of(time.it_value);
  if (first == sys::Clock::duration::zero()) return {};
  return {.time = sys::Clock::now() + first, .interval = duration_of(time.it_interval)};
}

// As the kernel does to a process: a guest that does not handle it ends.
void raise_alarm(sys::Stop& stop) {
  if (!stop.leave_to_guest(SIGALRM)) stop.request(SIGALRM);
}

}  // namespace

Result<std::uint64_t> nanoseconds(const timespec& time) {
  if (time.tv_sec < 0 || time.tv_nsec < 0 || time.tv_nsec >= static_cast<long>(kSecond)) return Error(EINVAL);
  const auto seconds = static_cast<std::uint64_t>(time.tv_sec);
  if (seconds >= std::numeric_limits<std::uint64_t>::max() / kSecond) return std::numeric_limits<std::uint64_t>::max();
  return seconds * kSecond + static_cast<std::uint64_t>(time.tv_nsec);
}

timespec to_timespec(std::uint64_t nanoseconds) {
  return {.tv_sec = static_cast<time_t>(nanoseconds / kSecond), .tv_nsec = static_cast<long>(nanoseconds % kSecond)};
}

sys::Time in_milliseconds(std::int32_t timeout_ms) {
  return timeout_ms < 0 ? sys::kForever : sys::Clock::now() + std::chrono::milliseconds(timeout_ms);
}

Answer clock_gettime(Guest&, std::int32_t clock, Give<timespec> time) {
  WAGGLE_CHECK(require(kReadable, clock));
  WAGGLE_TRY(const std::uint64_t now, sys::read_clock(clock));
  time.set(to_timespec(now));
  return 0;
}

Answer clock_getres(Guest&, std::int32_t clock, OptGive<timespec> resolution) {
  WAGGLE_CHECK(require(kReadable, clock));
  WAGGLE_TRY(const std::uint64_t found, sys::clock_resolution(clock));
  resolution.set(to_timespec(found));
  return 0;
}

Answer clock_nanosleep(Guest& guest, std::int32_t clock, std::int32_t flags, Take<timespec> time,
                       OptGive<timespec> left) {
  WAGGLE_CHECK(require(kSleepable, clock));
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), TIMER_ABSTIME));
  WAGGLE_TRY(const std::uint64_t length, nanoseconds(time.value));
  if (flags == 0) return sleep_until(guest, sys::after(sys::Clock::now(), length), left);
  WAGGLE_TRY(const sys::Time until, sys::when_clock_shows(clock, length));
  return sleep_until(guest, until, {});  // the same point can be waited for again
}

Answer nanosleep(Guest& guest, Take<timespec> time, OptGive<timespec> left) {
  return clock_nanosleep(guest, CLOCK_MONOTONIC, 0, time, left);
}

Answer timerfd_create(Guest& guest, std::int32_t clock, std::int32_t flags) {
  WAGGLE_CHECK(require(kOfTimers, clock));
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), TFD_CLOEXEC | TFD_NONBLOCK));
  WAGGLE_TRY(auto timer, sys::make_timer(clock, flags));
  return answer(guest.descriptors.insert(std::move(timer)));
}

Answer timerfd_settime(Guest& guest, Fd fd, std::int32_t flags, Take<itimerspec> time, OptGive<itimerspec> old) {
  WAGGLE_TRY(const auto timer, guest.descriptors.get_as<sys::File>(fd.number, EINVAL));
  WAGGLE_TRY(const itimerspec before, sys::set_timer(*timer, flags, time.value));
  old.set(before);
  return 0;
}

Answer timerfd_gettime(Guest& guest, Fd fd, Give<itimerspec> time) {
  WAGGLE_TRY(const auto timer, guest.descriptors.get_as<sys::File>(fd.number, EINVAL));
  WAGGLE_TRY(const itimerspec left, sys::timer_left(*timer));
  time.set(left);
  return 0;
}

Answer setitimer(Guest& guest, std::int32_t which, OptTake<itimerval> time, OptGive<itimerval> old) {
  if (which != ITIMER_REAL) return Error(EINVAL);
  const itimerval wanted = time.value.value_or(itimerval{});
  if (!is_time(wanted.it_value) || !is_time(wanted.it_interval)) return Error(EINVAL);
  if (!guest.interval_timer)
    guest.interval_timer = std::make_shared<sys::Alarm>([&stop = guest.stop] { raise_alarm(stop); });
  old.set(itimerval_of(guest.interval_timer->set(setting_of(wanted))));
  return 0;
}

Answer getitimer(Guest& guest, std::int32_t which, Give<itimerval> time) {
  if (which != ITIMER_REAL) return Error(EINVAL);
  time.set(guest.interval_timer ? itimerval_of(guest.interval_timer->setting()) : itimerval{});
  return 0;
}

Answer getrusage(Guest&, std::int32_t who, Give<rusage> usage) {
  rusage found{};
  if (::getrusage(static_cast<__rusage_who>(who), &found) != 0) return Error(errno);
  usage.set(found);
  return 0;
}

}  // namespace waggle::abi::linux
