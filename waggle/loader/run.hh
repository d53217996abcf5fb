// Runs a Tracer until it is told to stop: waits for its buffers, reads its sampled maps in time, and gives everything
// to a sink.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "waggle/base/result.hh"
#include "waggle/event/event.hh"
#include "waggle/event/output.hh"
#include "waggle/loader/tracer.hh"

namespace waggle::loader {

struct RunLimits {
  int stop = -1;  // a descriptor that becomes readable when it shall end; -1 for none
  // Asked when it is readable: whether that was meant, else it is unreadable again. Without it, always.
  std::function<bool()> stopped = {};
  std::optional<std::chrono::nanoseconds> duration = {};
  std::optional<std::chrono::nanoseconds> interval = {};  // after which the sink shall give out what it keeps
  std::function<bool()> enough = {};                      // whether enough events came; asked after each batch
};

enum class Ending : std::uint8_t {
  stopped,   // by the descriptor
  duration,  // its time is over
  enough,    // as many events as were wanted
  nothing,   // there is nothing to wait for
};

// Events go to `sink`, histograms to `drawings` (null: they are events too). In the end the programs are detached, and
// what stands in buffers and sampled maps is still given out, all of it.
Result<Ending> run(Tracer& tracer, event::Sink& sink, const RunLimits& limits, event::Output* drawings = nullptr);

}  // namespace waggle::loader
