// Values written back into bytes, for what is computed of events and map values.
#pragma once

#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/event/value.hh"

namespace waggle::event {

inline MutableBytes as_mutable_bytes(std::string& text) { return std::as_writable_bytes(std::span(text)); }

// The same value at the same place of `into`, which is as long as the event. Of text only up to its NUL.
void copy_value(const Type& type, Bytes event, Place place, MutableBytes into);
// An integer, in as many bits as its place has; `into` has room for it.
void store_integer(const Type& type, Place place, std::uint64_t value, MutableBytes into);
void store_float(const Type& type, Place place, double value, MutableBytes into);

}  // namespace waggle::event
