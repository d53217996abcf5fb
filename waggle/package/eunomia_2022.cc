#include "waggle/package/eunomia_2022.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/base/strings.hh"
#include "waggle/package/base64.hh"
#include "waggle/package/eunomia.hh"

namespace waggle::package {
namespace {

struct Field {
  std::string name, type, llvm_type;
  std::uint32_t offset = 0;  // bits
};

Result<std::string> text_at(const Node& node, std::string_view key) {
  WAGGLE_TRY(const Node found, node.member(key));
  WAGGLE_TRY(const std::string_view text, found.text());
  return std::string(text);
}

Result<std::uint32_t> number_at(const Node& node, std::string_view key) {
  WAGGLE_TRY(const Node found, node.member(key));
  WAGGLE_TRY(const std::uint64_t number, found.number());
  return static_cast<std::uint32_t>(number);
}

Result<Field> read_field(const Node& node) {
  Field field;
  WAGGLE_TRY(field.name, text_at(node, "Name"));
  WAGGLE_TRY(field.type, text_at(node, "Type"));
  WAGGLE_TRY(field.llvm_type, text_at(node, "LLVMType"));
  WAGGLE_TRY(field.offset, number_at(node, "FieldOffset"));
  return field;
}

// A member reaches to the next one's beginning, the last to the end.
event::TypePtr structure(std::string name, const std::vector<Field>& fields, std::uint32_t bits) {
  auto type = std::make_shared<event::Type>();
  type->kind = event::Kind::structure;
  type->name = "struct " + std::move(name);
  type->size = bits / 8;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::uint32_t end = i + 1 < fields.size() ? fields[i + 1].offset : bits;
    const Field& field = fields[i];
    if (end <= field.offset) continue;  // a member of no size, or of a union
    type->members.push_back({field.name, field.offset, 0, field_type(field.type, field.llvm_type, end - field.offset)});
  }
  return type;
}

Result<event::TypePtr> read_layout(const Node& node) {
  WAGGLE_TRY(const std::string name, text_at(node, "Struct Name"));
  WAGGLE_TRY(const std::uint32_t bits, number_at(node, "DataSize"));
  WAGGLE_TRY(const Node list, node.member("Fields"));
  WAGGLE_TRY(const auto nodes, list.elements());
  std::vector<Field> fields;
  for (const Node& each : nodes) {
    WAGGLE_TRY(Field field, read_field(each));
    if (field.offset % 8 != 0 || field.offset >= bits)
      return each.wrong(fmt::format("is at bit {} of {}, where no member can begin", field.offset, bits));
    fields.push_back(std::move(field));
  }
  std::ranges::sort(fields, {}, &Field::offset);
  return structure(name, fields, bits);
}

Result<void> read_section(const Node& rows, const std::optional<Node>& values, Package& package) {
  WAGGLE_TRY(const auto nodes, rows.elements());
  for (const Node& node : nodes) {
    Variable variable;
    WAGGLE_TRY(variable.name, text_at(node, "name"));
    WAGGLE_TRY(variable.type, text_at(node, "type"));
    if (values && values->has(variable.name)) {
      WAGGLE_TRY(const Node value, values->member(variable.name));
      variable.value = value.words();
    }
    package.variables.push_back(std::move(variable));
  }
  return {};
}

Result<void> read_map(const Node& node, const std::optional<Node>& values, Package& package) {
  Map map;
  WAGGLE_TRY(map.name, text_at(node, "name"));
  WAGGLE_TRY(const auto layout, node.find("export_data_types"));
  if (layout && layout->is_object()) {
    WAGGLE_TRY(map.layout, read_layout(*layout));
  }
  WAGGLE_TRY(const auto section, node.find("sec_data"));
  if (section) WAGGLE_CHECK(read_section(*section, values, package));
  package.maps.push_back(std::move(map));
  return {};
}

Result<ByteVector> read_data(const Node& root) {
  WAGGLE_TRY(const Node encoded, root.member("data"));
  WAGGLE_TRY(const std::string_view text, encoded.text());
  auto object = decode_base64(text);
  if (!object.ok()) return encoded.wrong(object.error().message());
  WAGGLE_TRY(const auto size, root.find("data_sz"));
  if (!size) return object;
  WAGGLE_TRY(const std::uint64_t wanted, size->number());
  if (object->size() != wanted)
    return size->wrong(fmt::format("says {} bytes, but the object has {}", wanted, object->size()));
  return object;
}

bool is_unsigned(std::string_view c_type) {
  return c_type.find("unsigned") != c_type.npos || c_type.starts_with("__u") || c_type.starts_with("u") ||
         c_type == "size_t" || c_type == "gid_t";
}

event::TypePtr integer(std::string_view c_type, std::uint32_t bytes) {
  event::Type type;
  type.kind = is_unsigned(c_type) ? event::Kind::unsigned_integer : event::Kind::signed_integer;
  if (c_type == "bool" || c_type == "_Bool") type.kind = event::Kind::boolean;
  type.name = c_type;
  type.size = bytes;
  return std::make_shared<event::Type>(std::move(type));
}

// "i32" -> 4; 0 for what is no integer of whole bytes.
std::uint32_t integer_bytes(std::string_view llvm_type) {
  if (!llvm_type.starts_with('i')) return 0;
  const auto bits = parse_number<std::uint32_t>(llvm_type.substr(1));
  if (!bits.ok() || *bits > 64) return 0;
  return *bits == 1 ? 1 : *bits / 8;
}

event::TypePtr raw_bytes(std::string_view c_type, std::uint32_t bytes) {
  event::Type type;
  type.name = c_type;
  type.size = bytes;
  return std::make_shared<event::Type>(std::move(type));
}

}  // namespace

event::TypePtr field_type(std::string_view c_type, std::string_view llvm_type, std::uint32_t bits) {
  const std::uint32_t room = bits / 8;
  if (const std::uint32_t bytes = integer_bytes(llvm_type); bytes != 0 && bytes <= room) return integer(c_type, bytes);
  if (!llvm_type.starts_with('[') || !llvm_type.ends_with(']')) return raw_bytes(c_type, room);
  // "[16 x i8]"
  const auto [count_text, element_text] = split_once(llvm_type.substr(1, llvm_type.size() - 2), ' ');
  const auto count = parse_number<std::uint32_t>(count_text);
  const std::string_view element = element_text.value_or("").starts_with("x ") ? element_text->substr(2) : "";
  const std::uint32_t bytes = integer_bytes(element);
  if (!count.ok() || bytes == 0 || *count > room / bytes) return raw_bytes(c_type, room);
  event::Type type;
  type.kind = bytes == 1 && c_type.starts_with("char") ? event::Kind::text : event::Kind::array;
  type.name = c_type;
  type.size = *count * bytes;
  type.count = *count;
  if (type.kind == event::Kind::array) type.element = integer(c_type.substr(0, c_type.find_first_of(" [")), bytes);
  return std::make_shared<event::Type>(std::move(type));
}

Result<Package> read_eunomia_2022(const Node& root) {
  Package package;
  package.format = Format::json_2022;
  WAGGLE_TRY(package.name, text_at(root, "name"));
  WAGGLE_TRY(package.object, read_data(root));
  for (auto [key, to] : {std::pair("version", &package.version), {"description", &package.description}}) {
    WAGGLE_TRY(const auto found, root.find(key));
    if (found && found->is_text()) *to = found->words();
  }
  WAGGLE_TRY(const auto values, root.find("runtime_args"));
  WAGGLE_TRY(const auto maps, root.find("maps"));
  if (!maps) return package;
  WAGGLE_TRY(const auto nodes, maps->elements());
  for (const Node& node : nodes) WAGGLE_CHECK(read_map(node, values, package));
  return package;
}

}  // namespace waggle::package
