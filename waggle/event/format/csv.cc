#include "waggle/event/format/csv.hh"

#include <fmt/format.h>

#include <iterator>

#include "waggle/event/mark.hh"

namespace waggle::event {
namespace {

void append_cell(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\n\r") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

void append_note(std::string& out, const Event& event) {
  const std::int64_t more = excess(event);
  if (more != 0)
    fmt::format_to(std::back_inserter(out), "{} bytes {}", more < 0 ? -more : more, more < 0 ? "missing" : "more");
  if (more != 0 && event.cut_short) out += "; ";
  if (event.cut_short) fmt::format_to(std::back_inserter(out), "in {} ms", shown_milliseconds(*event.cut_short));
}

}  // namespace

CsvSink::CsvSink(Output& output, const SinkOptions& options)
    : buffer_(output), text_({.symbols = options.rendering.symbols, .boot = options.rendering.boot, .utc = true}) {}

const CsvSink::Table& CsvSink::table_of(const Stream& stream) {
  const auto [known, is_new] = tables_.try_emplace(&stream);
  Table& table = known->second;
  if (!is_new) return table;
  table.fields = fields(*stream.type);
  table.header = "time,map,type";
  for (const Field& field : table.fields) {
    table.header += ',';
    append_text(table.header, field.name);
  }
  table.header += ",note\n";
  return table;
}

void CsvSink::append_text(std::string& out, std::string_view text) {
  cell_.clear();
  append_escaped(cell_, text);
  append_cell(out, cell_);
}

Result<void> CsvSink::write(const Event& event) {
  const Table& table = table_of(event.stream);
  std::string& out = buffer_.text();
  if (!last_ || (last_ != &table && last_->header != table.header)) out += table.header;
  last_ = &table;
  text_.clock().append_date_and_time(out, event.time);
  out += ',';
  append_text(out, event.stream.name);
  out += ',';
  append_text(out, event.stream.origin == Origin::reconstructed ? "reconstructed" : type_name(event.stream));
  text_.begin(event);
  for (const Field& field : table.fields) {
    out += ',';
    cell_.clear();
    if (!is_missing(*field.type, event.bytes, field.place)) text_.append(cell_, *field.type, field.place);
    append_cell(out, cell_);
  }
  out += ',';
  append_note(out, event);
  out += '\n';
  return buffer_.flush_if_full();
}

}  // namespace waggle::event
