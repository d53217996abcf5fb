#include "waggle/event/format/json_value.hh"

#include <algorithm>
#include <cmath>

#include "waggle/event/overloaded.hh"
#include "waggle/event/text.hh"
#include "waggle/event/utf8.hh"

namespace waggle::event {
namespace {

// The controls are U+0000 to U+001F, U+007F, and U+0080 to U+009F, which are two bytes long.
void append_control(std::string& out, std::string_view character) {
  switch (character.front()) {
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\r': out += "\\r"; return;
    default: break;
  }
  out += "\\u00";
  append_hex(out, as_bytes(character.substr(character.size() - 1)));
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (;;) {
    const std::size_t plain = plain_length(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0) out += "\xef\xbf\xbd";
    else if (character == "\"" || character == "\\") out.append("\\").append(character);
    else if (is_control(character)) append_control(out, character);
    else out += character;
    text.remove_prefix(character.size());
  }
  out += '"';
}

void Json::begin(const Event& event) {
  event_ = event.bytes;
  stacks_.begin(event);
}

void Json::append(std::string& out, const Type& type, Place place) {
  const Value value = read(type, event_, place);
  std::visit(Overloaded{
                 [&](Missing) { out += "null"; },
                 [&](Composite) {
                   if (is_stack(type)) return append_stack(out, type, place);
                   if (type.kind == Kind::array) return append_array(out, type, place);
                   out += '{';
                   append_members(out, type, place);
                   out += '}';
                 },
                 [&](bool truth) { out += truth ? "true" : "false"; },
                 [&](std::int64_t number) {
                   const auto bits = static_cast<std::uint64_t>(number);
                   if (const auto name = type.kind == Kind::enumeration ? enumerator(type, number) : std::nullopt)
                     append_json_string(out, *name);
                   else append_integer(out, type, number < 0 ? -bits : bits, number < 0);
                 },
                 [&](std::uint64_t number) { append_integer(out, type, number, false); },
                 [&](double number) {
                   if (std::isfinite(number)) append_number(out, number);
                   else out += "null";
                 },
                 [&](std::string_view text) { append_json_string(out, text); },
                 [&](Bytes bytes) {
                   out += '"';
                   if (!append_address(out, type.meaning, bytes)) append_hex(out, bytes);
                   out += '"';
                 },
             },
             value);
}

void Json::append_integer(std::string& out, const Type& type, std::uint64_t magnitude, bool negative) {
  if (type.kind == Kind::pointer) {
    out += '"';
    append_hexadecimal(out, magnitude);
    out += '"';
  } else if (type.meaning == Meaning::ipv4 && type.size == 4) {
    const std::uint64_t bits = negative ? -magnitude : magnitude;
    out += '"';
    append_address(out, type.meaning, std::as_bytes(std::span(&bits, 1)).first(4));
    out += '"';
  } else {
    if (negative) out += '-';
    append_number(out, magnitude);
  }
}

void Json::append_array(std::string& out, const Type& type, Place place) {
  const std::uint32_t count = elements(type, event_, place);
  out += '[';
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i != 0) out += ',';
    append(out, *type.element, element_place(type, place, i));
  }
  out += ']';
}

void Json::append_stack(std::string& out, const Type& type, Place place) {
  out += '[';
  for (std::uint32_t i = 0;; ++i) {
    const std::uint64_t address = stacks_.address(type, event_, place, i);
    if (address == 0) break;
    if (i != 0) out += ',';
    const std::string_view name = stacks_.name(type, address);
    if (!name.empty()) {
      append_json_string(out, name);
      continue;
    }
    out += '"';
    append_hexadecimal(out, address);
    out += '"';
  }
  out += ']';
}

void Json::append_members(std::string& out, const Type& type, Place place) {
  if (type.kind != Kind::structure && type.kind != Kind::union_) {
    out += "\"value\":";
    return append(out, type, place);
  }
  bool first = true;
  append_each(out, type, place, first);
}

void Json::append_each(std::string& out, const Type& type, Place place, bool& first) {
  for (const Member& member : type.members) {
    const bool composite = member.type->kind == Kind::structure || member.type->kind == Kind::union_;
    if (member.name.empty() && composite) {
      append_each(out, *member.type, member_place(member, place), first);
      continue;
    }
    if (!first) out += ',';
    first = false;
    append_json_string(out, member.name);
    out += ':';
    append(out, *member.type, member_place(member, place));
  }
}

}  // namespace waggle::event
