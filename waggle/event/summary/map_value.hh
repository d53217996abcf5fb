// What is in a map, looked at as events: an element is a structure {key, value}, and sinks, filters and orders take it
// like any other. Values that each processor has for itself are added up first.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/event/type.hh"

namespace waggle::event {

// {key, value}: the bytes of the key, and right behind them those of the value. EINVAL where either has no fixed size.
Result<TypePtr> element_type(const TypePtr& key, const TypePtr& value);

// One value of those of all processors, which stand behind each other, each in a multiple of 8 bytes, as bpf(2) gives
// them. Numbers are added (they wrap as C's do); of everything else (text, addresses, times, enumerations) the first
// one that is not all zeroes counts. EINVAL where the bytes are no whole number of values.
Result<ByteVector> sum_of_cpus(const Type& value, Bytes all);

}  // namespace waggle::event
