// The formats that events can be written in, by name.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "waggle/event/event.hh"
#include "waggle/event/output.hh"
#include "waggle/event/text.hh"

namespace waggle::event {

enum class Format : std::uint8_t {
  columns,         // aligned; on a terminal lines are cut at its width and the header comes again with each screen
  wide,            // aligned, nothing is cut, full dates
  json,            // one array
  jsonl,           // an object a line
  csv,             // RFC 4180
  raw,             // the bytes of each event, one after the other, nothing between them
  first_gen,       // the text of eunomia-bpf 0.3
  first_gen_json,  // its JSON: the members and nothing else
};

// "columns", "first-gen", ...; EINVAL with a sentence that lists them.
Result<Format> parse_format(std::string_view name);

class Marks;

struct SinkOptions {
  bool terminal = false;
  std::uint32_t width = 80, height = 24;  // of the terminal
  Rendering rendering = {};
  const Marks* marks = nullptr;  // what lines say of their streams; null: nothing
};

// Borrows the output, and what the options name. Streams must live as long as the sink that sees their events.
std::unique_ptr<Sink> make_sink(Format format, Output& output, const SinkOptions& options);

}  // namespace waggle::event
