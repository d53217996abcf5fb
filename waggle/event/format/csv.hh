// Events as comma-separated values (RFC 4180, but lines end with a mere newline). Each map has a header of its own,
// before its first event; the columns are "time" (RFC 3339, UTC), "map", "type" (the structure's name, "reconstructed",
// or nothing), the fields, and "note", which says what an event lacks or has too much of, and how long an interval was
// that was cut short.
#pragma once

#include <map>
#include <vector>

#include "waggle/event/field.hh"
#include "waggle/event/format/buffer.hh"
#include "waggle/event/sink.hh"

namespace waggle::event {

class CsvSink final : public Sink {
 public:
  CsvSink(Output& output, const SinkOptions& options);

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return buffer_.flush(); }

 private:
  const std::vector<Field>& fields_of(const Stream& stream);
  void append_text(std::string_view text);

  Buffer buffer_;
  Text text_;
  std::string cell_;
  std::map<const Stream*, std::vector<Field>> fields_;
};

}  // namespace waggle::event
