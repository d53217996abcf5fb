#include "waggle/event/capture/replay.hh"

#include <algorithm>
#include <utility>

namespace waggle::event::capture {
namespace {

// How much later; nothing where it is earlier.
std::uint64_t later(WallTime time, WallTime than) {
  return time <= than ? 0
                      : static_cast<std::uint64_t>(time.time_since_epoch().count()) -
                            static_cast<std::uint64_t>(than.time_since_epoch().count());
}

// How long after the first event this one is due. What seems to have come before it is due at once.
std::chrono::nanoseconds due(WallTime first, WallTime time, double speed) {
  constexpr double kLongest = 9e18;
  const double nanoseconds = static_cast<double>(later(time, first)) / speed;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(nanoseconds, kLongest)));
}

// Ends intervals by the times of the events: the first begins with the first event.
class Intervals {
 public:
  Intervals(std::optional<std::chrono::nanoseconds> length, Sink& sink) : length_(length), sink_(sink) {}

  // Before an event of this time goes out. An earlier one than before begins an interval.
  Result<void> pass(WallTime time) {
    if (!length_) return {};
    if (!std::exchange(begun_, true)) begin_ = time;
    last_ = time;
    const auto length = static_cast<std::uint64_t>(length_->count());
    const std::uint64_t since = later(time, begin_);
    if (time >= begin_ && since < length) return {};
    begin_ = time - std::chrono::nanoseconds(since % length);
    return sink_.end_interval({});
  }
  // The last one was seen until its last event.
  Result<void> finish() {
    return begun_ ? sink_.end_interval(std::chrono::nanoseconds(later(last_, begin_))) : Result<void>();
  }

 private:
  std::optional<std::chrono::nanoseconds> length_;
  Sink& sink_;
  bool begun_ = false;
  WallTime begin_, last_;
};

}  // namespace

Result<void> replay(Reader& reader, Sink& sink, const Pace& pace) {
  std::optional<WallTime> first;
  Intervals intervals(pace.interval, sink);
  for (;;) {
    const auto next = reader.next();
    if (!next.ok() || !*next) {
      WAGGLE_CHECK(intervals.finish());
      return next.ok() ? sink.finish() : Error(next.error().code(), next.error().message());
    }
    const Event& event = **next;
    if (!first) first = event.time;
    if (pace.speed > 0) {
      WAGGLE_CHECK(sink.flush());
      if (auto waited = pace.wait_until(due(*first, event.time, pace.speed)); !waited.ok()) {
        WAGGLE_CHECK(intervals.finish());
        return waited;
      }
    }
    WAGGLE_CHECK(intervals.pass(event.time));
    WAGGLE_CHECK(sink.write(event));
  }
}

}  // namespace waggle::event::capture
