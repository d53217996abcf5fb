// An event as the C interface shows it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/event/event.hh"
#include "waggle/event/sink.hh"

// A view: it borrows everything from the event it shows. JSON is made once, when it is asked for.
struct waggle_event {
  std::string map, type;
  std::uint64_t time = 0;  // nanoseconds since 1970
  waggle::Bytes data;
  std::function<std::string()> make_json;
  mutable std::string json;
};

namespace waggle::capi {

// Of a package's buffer.
waggle_event show(const event::Event& event);
// Of a guest of 2022: what its process_event let pass, JSON or bytes.
waggle_event show(MutableBytes payload, bool is_json);

}  // namespace waggle::capi
