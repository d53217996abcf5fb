#include "waggle/loader/infer/layout.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "waggle/loader/infer/names.hh"

namespace waggle::loader::infer {
namespace {

using event::Kind;
using event::Type;
using event::TypePtr;

// A designated initialiser names several members in one line: they are stored in the order of their places.
void name_by_designators(std::vector<Field>& fields, const bpf::Code& code) {
  std::map<std::string_view, std::vector<Field*>> by_line;
  for (Field& field : fields)
    if (field.name.empty() && !field.write.zero && !field.write.by_helper)
      by_line[line_of(code, field.write.instruction)].push_back(&field);
  for (auto& [line, members] : by_line) {
    const auto names = designated_members(line);
    if (names.size() != members.size()) continue;
    std::ranges::sort(members, {}, [](const Field* field) { return field->write.offset; });
    for (std::size_t i = 0; i < names.size(); ++i) members[i]->name = names[i];
  }
}

struct Range {
  std::string name;
  std::uint32_t begin, end;  // bytes
};

// The members of a structure, and theirs, as places.
void add_ranges(const Type& type, std::uint32_t at, const std::string& prefix, std::vector<Range>& to) {
  for (const event::Member& member : type.members) {
    if (!member.type) continue;
    const std::uint32_t begin = at + member.offset_bits / 8;
    const std::string name = member.name.empty() ? prefix : prefix + (prefix.empty() ? "" : ".") + member.name;
    if (!member.name.empty()) to.push_back({name, begin, begin + std::max(member.type->size, 1U)});
    if (member.type->kind == Kind::structure || member.type->kind == Kind::union_)
      add_ranges(*member.type, begin, name, to);
  }
}

bool keeps_to_places(const std::vector<Range>& ranges, std::uint32_t begin, std::uint32_t end) {
  const auto holds = [=](const Range& range) { return range.begin <= begin && end <= range.end; };
  const auto starts = [=](const Range& range) { return range.begin == begin; };
  const auto ends = [=](const Range& range) { return range.end == end; };
  return std::ranges::any_of(ranges, holds) ||
         (std::ranges::any_of(ranges, starts) && std::ranges::any_of(ranges, ends));
}

bool keeps_to_name(const std::vector<Range>& ranges, const Field& field) {
  return std::ranges::any_of(ranges, [&field](const Range& range) {
    return range.name == field.name && range.begin <= field.write.offset && field.write.offset < range.end;
  });
}

constexpr std::string_view kSigned[] = {"ret",   "retval",    "result", "err", "error",
                                        "errno", "exit_code", "status", "rc"};

TypePtr integer(std::uint32_t bytes, std::string_view name) {
  Type type;
  const std::string_view last = name.substr(name.rfind('.') + 1);
  const bool is_signed = std::ranges::find(kSigned, last) != std::end(kSigned);
  type.kind = is_signed ? Kind::signed_integer : Kind::unsigned_integer;
  type.name = fmt::format("{}{}", is_signed ? "s" : "u", 8 * bytes);
  type.size = bytes;
  return std::make_shared<const Type>(std::move(type));
}

TypePtr run_of_bytes(std::uint32_t bytes, bool text) {
  Type type;
  type.kind = text ? Kind::text : Kind::bytes;
  type.name = fmt::format("{}[{}]", text ? "char" : "u8", bytes);
  type.size = type.count = bytes;
  return std::make_shared<const Type>(std::move(type));
}

// What is written at one place, under one name.
struct Piece {
  std::string name;
  std::uint32_t begin = 0, end = 0;
  std::uint32_t unit = 0;  // the width of the stores that make it; 0 by a helper
  bool text = false;
};

bool is_integer(std::uint32_t bytes) { return bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8; }

TypePtr type_of(const Piece& piece) {
  const std::uint32_t bytes = piece.end - piece.begin;
  if (piece.text) return run_of_bytes(bytes, true);
  if ((piece.unit == 0 || piece.unit == bytes) && is_integer(bytes)) return integer(bytes, piece.name);
  if (piece.unit <= 1 || bytes % piece.unit != 0) return run_of_bytes(bytes, false);
  Type type;
  type.kind = Kind::array;
  type.element = integer(piece.unit, piece.name);
  type.count = bytes / piece.unit;
  type.size = bytes;
  type.name = fmt::format("{}[{}]", type.element->name, type.count);
  return std::make_shared<const Type>(std::move(type));
}

// Better told first: by name, then what a helper fills, then the widest.
bool tells_more(const Field& one, const Field& other) {
  const auto rank = [](const Field& field) {
    return std::tuple(field.name.empty(), !field.write.by_helper, field.write.zero,
                      -std::int64_t{field.write.width.value_or(0)}, field.write.offset, field.write.instruction);
  };
  return rank(one) < rank(other);
}

// The pieces, without overlaps, in order of their places.
std::vector<Piece> pieces_of(std::vector<Field> fields, std::optional<std::uint32_t> size) {
  std::ranges::sort(fields, tells_more);
  std::vector<Piece> pieces;
  for (const Field& field : fields) {
    const Write& write = field.write;
    if (write.zero && field.name.empty()) continue;       // clearing knows no members
    const std::uint32_t width = write.width.value_or(1);  // grows to the next piece
    Piece piece{field.name, write.offset, write.offset + width, write.by_helper ? 0 : width, write.is_text};
    if (size) piece.end = std::min(piece.end, *size);
    const auto overlaps = [&](const Piece& other) { return piece.begin < other.end && other.begin < piece.end; };
    if (piece.begin < piece.end && std::ranges::none_of(pieces, overlaps)) pieces.push_back(std::move(piece));
  }
  std::ranges::sort(pieces, {}, &Piece::begin);
  return pieces;
}

// Stores under one name, one behind the other, are an array (or a copy in pieces).
std::vector<Piece> joined(const std::vector<Piece>& pieces) {
  std::vector<Piece> all;
  for (const Piece& piece : pieces) {
    const bool goes_on = !all.empty() && !piece.name.empty() && all.back().name == piece.name &&
                         all.back().end == piece.begin && !piece.text;
    if (!goes_on) {
      all.push_back(piece);
      continue;
    }
    if (all.back().unit != piece.unit) all.back().unit = 1;
    all.back().end = piece.end;
  }
  return all;
}

// Text reaches to where the next member begins: a helper was told the size of its array, or only a part of it was
// cleared. Other members end where they end.
void grow_text(std::vector<Piece>& pieces, std::optional<std::uint32_t> size, const std::vector<Field>& fields) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool open = std::ranges::any_of(fields, [&](const Field& field) {
      return field.write.by_helper && !field.write.width && field.write.offset == pieces[i].begin;
    });
    const auto next = i + 1 < pieces.size() ? std::optional(pieces[i + 1].begin) : size;
    if (open && next) pieces[i].end = std::max(pieces[i].end, *next);
  }
}

}  // namespace

std::string_view line_of(const bpf::Code& code, std::uint32_t instruction) {
  const auto after = std::ranges::upper_bound(code.lines, instruction, {}, &bpf::SourceLine::instruction);
  return after == code.lines.begin() ? std::string_view() : std::string_view(std::prev(after)->text);
}

std::vector<Field> name_writes(const std::vector<Write>& writes, const bpf::Code& code) {
  std::vector<Field> fields;
  for (const Write& write : writes) {
    const std::string_view line = line_of(code, write.instruction);
    const bool initialises = line.find('{') != line.npos;
    std::string name = write.by_helper ? member_argument(line) : initialises ? "" : assigned_member(line);
    fields.push_back({write, std::move(name)});
  }
  name_by_designators(fields, code);
  return fields;
}

bool fits(const Type& structure, const std::vector<Field>& fields, bool names) {
  std::vector<Range> ranges;
  add_ranges(structure, 0, "", ranges);
  return std::ranges::all_of(fields, [&](const Field& field) {
    const Write& write = field.write;
    if (names && !field.name.empty()) return keeps_to_name(ranges, field);
    if (write.zero && field.name.empty()) return true;  // clearing knows no members
    return keeps_to_places(ranges, write.offset, write.offset + write.width.value_or(1));
  });
}

TypePtr reconstruct(const std::string& map, const std::vector<Field>& fields, std::optional<std::uint32_t> size) {
  std::vector<Piece> pieces = joined(pieces_of(fields, size));
  grow_text(pieces, size, fields);
  Type type;
  type.kind = Kind::structure;
  type.name = map;
  for (Piece& piece : pieces) {
    if (piece.name.empty()) piece.name = fmt::format("at_{}", piece.begin);
    type.members.push_back({piece.name, piece.begin * 8, 0, type_of(piece)});
  }
  type.size = size.value_or(pieces.empty() ? 0 : pieces.back().end);
  return std::make_shared<const Type>(std::move(type));
}

}  // namespace waggle::loader::infer
