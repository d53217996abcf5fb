// What a program sends through its buffers, read from its instructions: which bytes it writes, of how many, and into
// which map. An abstract interpreter that knows of a value only whether it is a number, a map, or a place in one of the
// memories that events lie in; everything else is unknown. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "waggle/bpf/code.hh"

namespace waggle::loader::infer {

// Bytes that are written into an event.
struct Write {
  std::uint32_t offset = 0;            // from the event's beginning
  std::optional<std::uint32_t> width;  // nullopt where only the running program knows it
  std::uint32_t instruction = 0;
  bool zero = false;       // a store of 0: perhaps nothing but initialisation
  bool by_helper = false;  // a helper fills it: text, mostly
  bool is_text = false;    // one that writes text, certainly
};

// A place where events are sent: bpf_ringbuf_reserve, bpf_ringbuf_output, bpf_perf_event_output.
struct Send {
  std::string map;
  std::uint32_t instruction = 0;
  std::optional<std::uint32_t> size;  // nullopt where it varies
  std::vector<Write> writes;          // in no order
  std::string from_map;               // the event lies in a value of this map; "" where not
};

// Gives up, with what it has, on programs that would take it long.
std::vector<Send> sends_of(const bpf::Code& code);

}  // namespace waggle::loader::infer
