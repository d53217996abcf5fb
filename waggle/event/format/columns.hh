// Events as a table. A column is as wide as its type's ordinary values; a value that is longer pushes what follows to
// the right, and the next column that can stands in its place again. An event that is not as long as its type says so
// at the end of its line.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "waggle/event/field.hh"
#include "waggle/event/format/buffer.hh"
#include "waggle/event/mark.hh"
#include "waggle/event/sink.hh"

namespace waggle::event {

class ColumnsSink final : public Sink {
 public:
  ColumnsSink(bool wide, Output& output, const SinkOptions& options);

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return buffer_.flush(); }

 private:
  struct Column {
    Field field;
    std::size_t start;  // counted in characters from the beginning of the line
  };
  struct Table {
    std::vector<Column> columns;
    std::string note, header;
    bool shown = false;
  };

  Table& table_of(const Stream& stream);
  [[nodiscard]] Table make_table(const Stream& stream) const;
  // Where the time ends.
  [[nodiscard]] std::size_t first_column() const;
  void show_header(Table& table);
  // Of the line that begins there.
  void end_line(std::size_t begin);

  const bool wide_, terminal_;
  const std::uint32_t width_, height_;
  Buffer buffer_;
  Text text_;
  const Marks* marks_;
  Mark mark_ = Mark::none;  // for which the tables were made
  std::map<const Stream*, Table> tables_;
  std::uint32_t lines_ = 0;  // since the header
};

}  // namespace waggle::event
