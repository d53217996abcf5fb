#include "waggle/event/format/columns.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "waggle/event/utf8.hh"

namespace waggle::event {
namespace {

constexpr std::size_t kWidestText = 32;
constexpr std::size_t kMarkWidth = 12;
constexpr std::string_view kCut = "…";

std::size_t width_of_number(const Type& type) {
  switch (type.meaning) {
    case Meaning::hexadecimal: return 2 + 2 * std::size_t{type.size};
    case Meaning::ipv4: return 15;
    case Meaning::error_number: return 7;  // "EAGAIN"
    case Meaning::signal: return 9;        // "SIGSTKFLT"
    case Meaning::kernel_time: return 15;
    case Meaning::nanoseconds:
    case Meaning::microseconds:
    case Meaning::milliseconds:
    case Meaning::seconds: return 9;  // "123.456ms"
    default: break;
  }
  // Of values that are common: most numbers of 8 bytes are far below their limit.
  switch (type.size) {
    case 1: return 4;
    case 2: return 6;
    case 4: return 7;
    default: return 12;
  }
}

std::size_t width_of_name(const Type& enumeration) {
  std::size_t width = 4;
  for (const Enumerator& known : enumeration.enumerators) width = std::max(width, known.name.size());
  return std::min<std::size_t>(width, 20);
}

// How wide values of this type mostly are.
std::size_t usual_width(const Type& type) {
  switch (type.kind) {
    case Kind::boolean: return 5;
    case Kind::signed_integer:
    case Kind::unsigned_integer: return width_of_number(type);
    case Kind::floating: return 10;
    case Kind::enumeration: return width_of_name(type);
    case Kind::pointer: return 18;
    case Kind::text: return type.size == 0 ? kWidestText : std::min<std::size_t>(type.size - 1, kWidestText);
    case Kind::bytes:
      if (type.meaning == Meaning::ipv6) return 25;
      if (type.meaning == Meaning::mac) return 17;
      return type.size == 0 ? kWidestText : std::min<std::size_t>(2 * std::size_t{type.size}, kWidestText);
    case Kind::array:
    case Kind::structure:
    case Kind::union_: break;
  }
  return 24;
}

std::string heading(std::string_view name) {
  std::string upper;
  append_escaped(upper, name);
  std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; });
  return upper;
}

// A line that is being written at the end of a longer text.
class Line {
 public:
  explicit Line(std::string& out) : out_(out), counted_(out.size()) {}

  // Blanks up to the column; one where the line is already past it.
  void pad_to(std::size_t column) {
    width_ += display_width(std::string_view(out_).substr(counted_));
    const std::size_t blanks = width_ < column ? column - width_ : 1;
    out_.append(blanks, ' ');
    width_ += blanks;
    counted_ = out_.size();
  }

 private:
  std::string& out_;
  std::size_t counted_;    // up to here of the text ...
  std::size_t width_ = 0;  // ... the line is so wide
};

void append_mark(std::string& out, const Event& event) {
  const std::int64_t more = excess(event);
  if (more < 0) fmt::format_to(std::back_inserter(out), "  ({} bytes missing)", -more);
  if (more > 0) fmt::format_to(std::back_inserter(out), "  ({} bytes more)", more);
  if (event.cut_short) fmt::format_to(std::back_inserter(out), "  (in {} ms)", shown_milliseconds(*event.cut_short));
}

}  // namespace

ColumnsSink::ColumnsSink(bool wide, Output& output, const SinkOptions& options)
    : wide_(wide),
      terminal_(options.terminal),
      width_(std::max(options.width, 20U)),
      height_(std::max(options.height, 4U)),
      buffer_(output),
      text_(options.rendering),
      marks_(options.marks) {}

Result<void> ColumnsSink::write(const Event& event) {
  const Table& table = table_of(event.stream);
  const std::string_view mark = mark_of(mark_, event.stream);
  show_header(*table.layout, mark);
  std::string& out = buffer_.text();
  const std::size_t begin = out.size();
  Line line(out);
  if (wide_) text_.clock().append_date_and_time(out, event.time);
  else text_.clock().append_time(out, event.time);
  if (mark_ != Mark::none) {
    line.pad_to(first_column());
    append_escaped(out, mark);
  }
  text_.begin(event);
  for (std::size_t i = 0; i < table.fields.size(); ++i) {
    line.pad_to(table.layout->starts[i]);
    text_.append(out, *table.fields[i].type, table.fields[i].place);
  }
  append_mark(out, event);
  end_line(begin);
  return buffer_.flush_if_full();
}

const ColumnsSink::Table& ColumnsSink::table_of(const Stream& stream) {
  const Mark mark = marks_ ? marks_->mark() : Mark::none;
  if (std::exchange(mark_, mark) != mark) {
    forget_headers();
    tables_.clear();
    layouts_.clear();
  }
  const auto [known, is_new] = tables_.try_emplace(&stream);
  if (is_new) {
    known->second.fields = fields(*stream.type);
    known->second.layout = layout_of(stream, known->second.fields);
  }
  return known->second;
}

const ColumnsSink::Layout* ColumnsSink::layout_of(const Stream& stream, const std::vector<Field>& fields) {
  std::string note;
  if (stream.origin == Origin::reconstructed) {
    note = "# ";
    append_escaped(note, stream.name);
    note += ": fields reconstructed from the program's instructions";
  }
  std::string key = note;
  for (const Field& field : fields) key.append("\n").append(field.name);
  const auto [known, is_new] = layouts_.try_emplace(std::move(key));
  if (is_new) known->second = make_layout(std::move(note), fields);
  return &known->second;
}

ColumnsSink::Layout ColumnsSink::make_layout(std::string note, const std::vector<Field>& fields) const {
  Layout layout{.note = std::move(note), .header = {}, .starts = {}};
  Line line(layout.header);
  layout.header += "TIME";
  std::size_t next = first_column();
  if (mark_ != Mark::none) {
    line.pad_to(next);
    layout.header += heading(word(mark_));
    next += kMarkWidth + 1;
  }
  for (const Field& field : fields) {
    const std::string name = heading(field.name);
    line.pad_to(next);
    layout.header += name;
    layout.starts.push_back(next);
    next += std::max(display_width(name), usual_width(*field.type)) + 1;
  }
  return layout;
}

std::size_t ColumnsSink::first_column() const {
  return (wide_ ? std::string_view("2026-11-21T20:15:03.000251349+01:00 ") : std::string_view("20:15:03 ")).size();
}

void ColumnsSink::show_header(const Layout& layout, std::string_view mark) {
  const Layout*& above = above_.try_emplace(mark, shown_).first->second;
  if (std::exchange(above, &layout) == &layout) return;
  shown_ = &layout;
  for (const std::string& text : {layout.note, layout.header}) {
    if (text.empty()) continue;
    const std::size_t begin = buffer_.text().size();
    buffer_.text() += text;
    end_line(begin);
  }
}

void ColumnsSink::forget_headers() {
  shown_ = nullptr;
  above_.clear();
}

void ColumnsSink::end_line(std::size_t begin) {
  std::string& out = buffer_.text();
  if (terminal_ && !wide_) {
    const std::string_view whole = std::string_view(out).substr(begin);
    if (display_width(whole) > width_) {
      out.resize(begin + cut_to_width(whole, width_ - 1).size());
      out += kCut;
    }
  }
  out += '\n';
  if (terminal_ && ++lines_ >= height_ - 1) {
    lines_ = 0;
    forget_headers();
  }
}

}  // namespace waggle::event
