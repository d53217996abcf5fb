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
  // What stands above lines, and where their values begin, counted in characters. One for all streams with these
  // fields.
  struct Layout {
    std::string note, header;
    std::vector<std::size_t> starts;
  };
  struct Table {
    std::vector<Field> fields;
    const Layout* layout = nullptr;
  };

  const Table& table_of(const Stream& stream);
  const Layout* layout_of(const Stream& stream, const std::vector<Field>& fields);
  [[nodiscard]] Layout make_layout(std::string note, const std::vector<Field>& fields) const;
  // Where the time ends.
  [[nodiscard]] std::size_t first_column() const;
  // Above a line with this mark, where another or none stands.
  void show_header(const Layout& layout, std::string_view mark);
  void forget_headers();
  // Of the line that begins there.
  void end_line(std::size_t begin);

  const bool wide_, terminal_;
  const std::uint32_t width_, height_;
  Buffer buffer_;
  Text text_;
  const Marks* marks_;
  Mark mark_ = Mark::none;                 // for which the tables were made
  std::map<std::string, Layout> layouts_;  // by the note and the fields' names
  std::map<const Stream*, Table> tables_;
  const Layout* shown_ = nullptr;                    // last
  std::map<std::string_view, const Layout*> above_;  // the lines with a mark, which is a stream's text
  std::uint32_t lines_ = 0;                          // since the header
};

}  // namespace waggle::event
