#include "waggle/event/format/first_gen.hh"

#include <algorithm>

namespace waggle::event {
namespace {

constexpr std::size_t kNarrowest = 6;

// What has a column: the members of a structure, or the whole as one.
std::vector<Member> members_of(const Stream& stream) {
  if (!stream.type->members.empty()) return stream.type->members;
  return {{.name = "value", .offset_bits = 0, .bits = 0, .type = stream.type}};
}

std::string capitals(std::string_view name) {
  std::string upper;
  append_escaped(upper, name);
  std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; });
  return upper;
}

}  // namespace

FirstGenSink::FirstGenSink(Output& output, const SinkOptions& options)
    : buffer_(output), clock_(options.rendering.utc), json_(options.rendering.symbols) {}

const FirstGenSink::Table& FirstGenSink::table_of(const Stream& stream) {
  const auto [known, is_new] = tables_.try_emplace(&stream);
  Table& table = known->second;
  if (!is_new) return table;
  table.header = "TIME     ";
  for (const Member& member : members_of(stream)) {
    table.columns.push_back({member, table.header.size()});
    const std::string name = capitals(member.name);
    table.header.append(name).append(name.size() < kNarrowest ? kNarrowest - name.size() : 0, ' ').append("  ");
  }
  table.header += '\n';
  return table;
}

Result<void> FirstGenSink::write(const Event& event) {
  const Table& table = table_of(event.stream);
  std::string& out = buffer_.text();
  if (!last_ || (last_ != &table && last_->header != table.header)) out += table.header;
  last_ = &table;
  const std::size_t line = out.size();
  clock_.append_time(out, event.time);
  out += ' ';
  json_.begin(event);
  event_ = event.bytes;
  for (const Column& column : table.columns) {
    const std::size_t at = out.size() - line;
    if (at < column.start) out.append(column.start - at, ' ');
    else if (at > column.start) out += ' ';
    append_value(out, column.member);
  }
  out += '\n';
  return buffer_.flush_if_full();
}

void FirstGenSink::append_value(std::string& out, const Member& member) {
  const Place place = member_place(member, {});
  const Value value = read(*member.type, event_, place);
  if (const auto* text = std::get_if<std::string_view>(&value)) append_escaped(out, *text);
  else json_.append(out, *member.type, place);
}

Result<void> FirstGenJsonSink::write(const Event& event) {
  std::string& out = buffer_.text();
  out += '{';
  json_.begin(event);
  json_.append_members(out, *event.stream.type, {});
  out += "}\n";
  return buffer_.flush_if_full();
}

}  // namespace waggle::event
