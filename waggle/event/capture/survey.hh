// Which streams a capture has, before its events are shown.
#pragma once

#include <functional>
#include <vector>

#include "waggle/event/event.hh"
#include "waggle/event/input.hh"

namespace waggle::event::capture {

// Reads all of the input. Where it is damaged, the streams before; whoever replays it says so. An error of `go_on`,
// which is asked before each event, ends it. Errors of Reader::open.
Result<std::vector<Stream>> survey(Input& input, const std::function<Result<void>()>& go_on);

}  // namespace waggle::event::capture
