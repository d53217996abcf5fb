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

// The next event, when it is due; nullopt at the end.
class Paced {
 public:
  Paced(Reader& reader, Sink& sink, const Pace& pace) : reader_(reader), sink_(sink), pace_(pace) {}

  Result<std::optional<Event>> next() {
    if (pace_.go_on) WAGGLE_CHECK(pace_.go_on());
    WAGGLE_TRY(const std::optional<Event> event, reader_.next());
    if (!event || pace_.speed <= 0) return std::optional<Event>(event);
    if (!first_) first_ = event->time;
    WAGGLE_CHECK(sink_.flush());
    WAGGLE_CHECK(pace_.wait_until(due(*first_, event->time, pace_.speed)));
    return std::optional<Event>(event);
  }

 private:
  Reader& reader_;
  Sink& sink_;
  const Pace& pace_;
  std::optional<WallTime> first_;
};

}  // namespace

Result<void> replay(Reader& reader, Sink& sink, const Pace& pace) {
  Paced paced(reader, sink, pace);
  Intervals intervals(pace.interval, sink);
  for (;;) {
    const auto event = paced.next();
    if (!event.ok() || !*event) {
      WAGGLE_CHECK(intervals.finish());
      return event.ok() ? sink.finish() : Error(event.error().code(), event.error().message());
    }
    WAGGLE_CHECK(intervals.pass((*event)->time));
    WAGGLE_CHECK(sink.write(**event));
  }
}

}  // namespace waggle::event::capture
