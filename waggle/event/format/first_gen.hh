// Events in the shapes of eunomia-bpf 0.3, for scripts that were written for them: a header in capitals above columns
// as wide as their names, and JSON objects with the members alone, in the structure's order. Unlike there, strings are
// escaped and nothing is cut.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "waggle/event/format/buffer.hh"
#include "waggle/event/format/json_value.hh"
#include "waggle/event/sink.hh"

namespace waggle::event {

// "TIME     PID     COMM    ": each value at its name's column, or behind one blank where the line is past it.
class FirstGenSink final : public Sink {
 public:
  FirstGenSink(Output& output, const SinkOptions& options);

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return buffer_.flush(); }

 private:
  struct Column {
    Member member;
    std::size_t start;
  };

  struct Table {
    std::vector<Column> columns;
    std::string header;
  };

  const Table& table_of(const Stream& stream);
  void append_value(std::string& out, const Member& member);

  Buffer buffer_;
  Clock clock_;
  Json json_;
  Bytes event_;
  std::map<const Stream*, Table> tables_;
  const Table* last_ = nullptr;
};

class FirstGenJsonSink final : public Sink {
 public:
  FirstGenJsonSink(Output& output, const SinkOptions& options) : buffer_(output), json_(options.rendering.symbols) {}

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return buffer_.flush(); }

 private:
  Buffer buffer_;
  Json json_;
};

}  // namespace waggle::event
