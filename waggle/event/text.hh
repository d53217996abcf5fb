// Values as people read them, by their meaning: addresses with dots, durations with a unit, errors by name. What is
// appended holds no control characters and is valid UTF-8, whatever the event holds.
#pragma once

#include <optional>
#include <string>

#include "waggle/event/clock.hh"
#include "waggle/event/event.hh"
#include "waggle/event/symbols.hh"
#include "waggle/event/value.hh"

namespace waggle::event {

// What a value alone does not tell.
struct Rendering {
  Symbols* symbols = nullptr;  // null: stacks are addresses
  // When the clock of bpf_ktime_get_ns was 0; null or unknown: kernel times are seconds. May change from one event to
  // the next, where captures of several kernels stand in one file.
  const std::optional<WallTime>* boot = nullptr;
  bool utc = false;  // times of the day in UTC, not in the zone of TZ
};

class Text {
 public:
  explicit Text(const Rendering& rendering)
      : boot_(rendering.boot), stacks_(rendering.symbols), clock_(rendering.utc) {}

  // What comes is about this event; borrows its bytes until the next one.
  void begin(const Event& event);
  // One value, or an array "[1,2]" or structure "{x:1,y:2}" of them; "-" for what the event lacks. Nothing of what is
  // appended holds a line break.
  void append(std::string& out, const Type& type, Place place);

  [[nodiscard]] Clock& clock() { return clock_; }

 private:
  void append_integer(std::string& out, const Type& type, std::uint64_t magnitude, bool negative);
  void append_kernel_time(std::string& out, std::uint64_t nanoseconds);
  void append_array(std::string& out, const Type& type, Place place);
  void append_stack(std::string& out, const Type& type, Place place);
  void append_members(std::string& out, const Type& type, Place place);

  const std::optional<WallTime>* boot_;
  Stacks stacks_;
  Clock clock_;
  Bytes event_;
};

// Text as it can stand in a line: "\n", "\\", "\x1b"; of a byte that belongs to no character also "\xff".
void append_escaped(std::string& out, std::string_view text);
void append_hex(std::string& out, Bytes bytes);
// "0xff"
void append_hexadecimal(std::string& out, std::uint64_t number);
void append_number(std::string& out, std::uint64_t number);
// Shortest form that reads back as the same number; "nan", "inf".
void append_number(std::string& out, double number);
// "192.0.2.1", "2001:db8::1" (RFC 5952), "02:00:5e:10:00:01"; false where `bytes` is no such address.
bool append_address(std::string& out, Meaning meaning, Bytes bytes);

}  // namespace waggle::event
