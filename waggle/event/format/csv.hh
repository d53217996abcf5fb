// Events as comma-separated values (RFC 4180, but lines end with a mere newline). A header
// stands wherever the columns change; they are "time" (RFC 3339, UTC), "map", "type" (the structure's name,
// "reconstructed", or nothing), the fields, and "note", which says what an event lacks or has too much of, and how long
// an interval was that was cut short.
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
  struct Table {
    std::vector<Field> fields;
    std::string header;
  };

  const Table& table_of(const Stream& stream);
  void append_text(std::string& out, std::string_view text);

  Buffer buffer_;
  Text text_;
  std::string cell_;
  std::map<const Stream*, Table> tables_;
  const Table* last_ = nullptr;
};

}  // namespace waggle::event
