// Histograms as programs in the kernel keep them, an array of counters by power of two or by step, drawn as BCC draws
// them (libbpf-tools/trace_helpers.c), and as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/event/type.hh"

namespace waggle::event {

enum class Scale : std::uint8_t {
  log2,    // counter i is of values from 2^i to 2^(i+1) - 1; the first also of 0
  linear,  // of values from base + i * step, `step` of them
};

struct Histogram {
  Scale scale = Scale::log2;
  std::vector<std::uint64_t> slots;
  std::string unit;                 // "usecs"
  std::int64_t base = 0, step = 1;  // of a linear one
};

// The counters in a map's value: its member "slots", or, of a value that is an array of integers, all of it. nullopt
// where there are none.
std::optional<std::vector<std::uint64_t>> slots_of(const Type& value, Bytes bytes);

// Lines with their ends, up to the last counter that is not 0; "" where all are.
void append_histogram(std::string& out, const Histogram& histogram);
// {"unit":"usecs","buckets":[{"min":0,"max":1,"count":72},...]}, as far as the text goes.
void append_histogram_json(std::string& out, const Histogram& histogram);

}  // namespace waggle::event
