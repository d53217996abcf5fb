// Runs a Tracer until it is told to stop: waits for its buffers and gives what comes to a sink.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "waggle/base/result.hh"
#include "waggle/event/event.hh"
#include "waggle/loader/tracer.hh"

namespace waggle::loader {

struct RunLimits {
  int stop = -1;  // a descriptor that becomes readable when it shall end; -1 for none
  std::optional<std::chrono::nanoseconds> duration;
  std::optional<std::uint64_t> count;  // events
};

enum class Ending : std::uint8_t {
  stopped,   // by the descriptor
  duration,  // its time is over
  enough,    // as many events as were wanted
  nothing,   // there is nothing to wait for: no buffer, no sampled map, no program attached
};

// Events go to `sink`. What stands in the buffers at the end is still given out.
Result<Ending> run(Tracer& tracer, event::Sink& sink, const RunLimits& limits);

}  // namespace waggle::loader
