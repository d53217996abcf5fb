// Events, as they go from a buffer of the kernel (or a capture file) to whoever prints, filters, counts or keeps
// them: a time, bytes, and the stream that says what the bytes are.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/event/type.hh"

namespace waggle::event {

// How a stream's type became known; readers are told where it was not said by the program itself.
enum class Origin : std::uint8_t {
  metadata,       // by the package
  option,         // by the user
  tag,            // by btf_decl_tag on the map
  debug_info,     // by DWARF
  size,           // the only structure of this size
  reconstructed,  // from the program's instructions
  unknown,        // not at all: bytes
};

// Where events come from: one map, with one type. Sinks know a stream by its address: it must outlive them.
struct Stream {
  std::string name;  // the map's
  TypePtr type;
  Origin origin = Origin::unknown;
  TypePtr whole = nullptr;  // of all that was sent, where `type` is what a reader selected of it

  [[nodiscard]] const Type& sent() const { return whole ? *whole : *type; }
};

using WallTime = std::chrono::sys_time<std::chrono::nanoseconds>;

// How long an interval was that the end of a run cut short; nullopt: it was not.
using CutShort = std::optional<std::chrono::nanoseconds>;
// As it is shown: rounded up, so that all of it happened within so many milliseconds, and a single event's were some.
inline std::int64_t shown_milliseconds(std::chrono::nanoseconds length) {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::milliseconds>(length).count());
}

// A view: it borrows everything for as long as one Sink::write lasts.
struct Event {
  const Stream& stream;
  WallTime time;  // when it was taken out of its buffer
  Bytes bytes;    // shorter or longer than the type's size where the program sent it so; a perf buffer's padding is not
                  // part of it
  CutShort cut_short = {};  // of what sums up or was chosen from an interval that was cut short
};

// Takes events in the order in which they came. An error ends the run (a closed pipe, a full disk).
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  virtual Result<void> write(const Event& event) = 0;
  // No event stands waiting at the moment: what was buffered for speed goes out.
  virtual Result<void> flush() { return {}; }
  // An interval that the user asked for is over: what was kept for it (to sort, to count) goes out.
  virtual Result<void> end_interval(CutShort) { return flush(); }
  // No event comes any more.
  virtual Result<void> finish() { return flush(); }
};

}  // namespace waggle::event
