#include "waggle/event/format/json.hh"

#include "waggle/event/mark.hh"

namespace waggle::event {
namespace {

void append_marks(std::string& out, const Event& event) {
  if (event.cut_short) {
    out += ",\"_interval_ms\":";
    append_number(out, static_cast<std::uint64_t>(shown_milliseconds(*event.cut_short)));
  }
  if (event.stream.origin == Origin::reconstructed) out += ",\"_reconstructed\":true";
  const std::int64_t more = excess(event);
  if (more == 0) return;
  out += more < 0 ? ",\"_missing_bytes\":" : ",\"_extra_bytes\":";
  append_number(out, static_cast<std::uint64_t>(more < 0 ? -more : more));
}

}  // namespace

Result<void> JsonSink::write(const Event& event) {
  std::string& out = buffer_.text();
  if (shape_ == Shape::array) out += first_ ? "[\n" : ",\n";
  first_ = false;
  out += "{\"_time\":\"";
  clock_.append_date_and_time(out, event.time);
  out += '"';
  if (const Mark mark = marks_ ? marks_->mark() : Mark::none; mark != Mark::none) {
    out.append(",\"_").append(word(mark)).append("\":");
    append_json_string(out, mark_of(mark, event.stream));
  }
  out += ',';
  json_.begin(event);
  const std::size_t before = out.size();
  json_.append_members(out, *event.stream.type, {});
  if (out.size() == before) out.pop_back();  // an empty structure: no comma
  append_marks(out, event);
  out += '}';
  if (shape_ == Shape::lines) out += '\n';
  return buffer_.flush_if_full();
}

Result<void> JsonSink::finish() {
  if (shape_ == Shape::array) buffer_.text() += first_ ? "[]\n" : "\n]\n";
  return buffer_.flush();
}

}  // namespace waggle::event
