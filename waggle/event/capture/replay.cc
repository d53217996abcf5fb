#include "waggle/event/capture/replay.hh"

#include <algorithm>

namespace waggle::event::capture {
namespace {

// How long after the first event this one is due. What seems to have come before it is due at once.
std::chrono::nanoseconds due(WallTime first, WallTime time, double speed) {
  if (time <= first) return std::chrono::nanoseconds(0);
  const auto later = static_cast<std::uint64_t>(time.time_since_epoch().count()) -
                     static_cast<std::uint64_t>(first.time_since_epoch().count());
  constexpr double kLongest = 9e18;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(static_cast<double>(later) / speed, kLongest)));
}

}  // namespace

Result<void> replay(Reader& reader, Sink& sink, const Pace& pace) {
  std::optional<WallTime> first;
  for (;;) {
    WAGGLE_TRY(const std::optional<Event> event, reader.next());
    if (!event) return sink.finish();
    if (!first) first = event->time;
    if (pace.speed > 0) {
      WAGGLE_CHECK(sink.flush());
      WAGGLE_CHECK(pace.wait_until(due(*first, event->time, pace.speed)));
    }
    WAGGLE_CHECK(sink.write(*event));
  }
}

}  // namespace waggle::event::capture
