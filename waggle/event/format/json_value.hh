// Values as JSON (RFC 8259). Numbers are exact, also those of 64 bits; enumerations are their names, network addresses,
// pointers, bytes and stacks text; NaN, infinity and what the event lacks are null.
#pragma once

#include <string>
#include <string_view>

#include "waggle/event/symbols.hh"
#include "waggle/event/type.hh"
#include "waggle/event/value.hh"

namespace waggle::event {

// In quotes. A byte that belongs to no character becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

class Json {
 public:
  explicit Json(Symbols* symbols) : stacks_(symbols) {}

  // What comes is about this event; borrows its bytes until the next one.
  void begin(const Event& event);
  void append(std::string& out, const Type& type, Place place);
  // The members of a structure or union as `"a":1,"b":2`, without braces, those of anonymous ones among them. Of any
  // other type `"value":1`.
  void append_members(std::string& out, const Type& type, Place place);

 private:
  void append_integer(std::string& out, const Type& type, std::uint64_t magnitude, bool negative);
  void append_array(std::string& out, const Type& type, Place place);
  void append_stack(std::string& out, const Type& type, Place place);
  void append_each(std::string& out, const Type& type, Place place, bool& first);

  Stacks stacks_;
  Bytes event_;
};

}  // namespace waggle::event
