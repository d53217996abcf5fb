// Gives recorded events to a sink again, at the pace in which they came or another.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "waggle/event/capture/reader.hh"
#include "waggle/event/event.hh"

namespace waggle::event::capture {

struct Pace {
  std::optional<std::chrono::nanoseconds> interval = {};  // after which the sink shall give out what it keeps
  double speed = 0;  // 1: as it was recorded; 10: ten times as fast; 0: as fast as the sink takes them
  // Asked before each event is read; an error ends the replay.
  std::function<Result<void>()> go_on = {};
  // With a speed: returns when so much time has passed since the beginning; an error ends the replay. This room has no
  // clock.
  std::function<Result<void>(std::chrono::nanoseconds since_begin)> wait_until = {};
};

// Until the end, which the sink is told, or the first error, before which it was told of the interval's end only.
Result<void> replay(Reader& reader, Sink& sink, const Pace& pace);

}  // namespace waggle::event::capture
