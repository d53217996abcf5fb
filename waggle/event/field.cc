#include "waggle/event/field.hh"

#include <fmt/format.h>

namespace waggle::event {
namespace {

void add(std::vector<Field>& found, const Type& type, const std::string& name, Place place) {
  if (type.kind != Kind::structure && type.kind != Kind::union_) {
    found.push_back({name, &type, place});
    return;
  }
  for (const Member& member : type.members) {
    // Members of an anonymous structure count as the outer one's, as in C.
    std::string inner = name.empty() || member.name.empty() ? name + member.name : name + "." + member.name;
    add(found, *member.type, inner, member_place(member, place));
  }
}

}  // namespace

std::vector<Field> fields(const Type& type) {
  std::vector<Field> found;
  const bool has_members = type.kind == Kind::structure || type.kind == Kind::union_;
  add(found, type, has_members ? "" : "value", {});
  return found;
}

Error no_such_field(std::string_view name, std::span<const Stream* const> streams) {
  std::string sentence = fmt::format("there is no field '{}'", name);
  for (const Stream* stream : streams) {
    sentence += fmt::format("; {} has", stream->name);
    const char* separator = " ";
    for (const Field& field : fields(*stream->type)) {
      sentence += separator + field.name;
      separator = ", ";
    }
  }
  return Error(ENOENT, std::move(sentence));
}

}  // namespace waggle::event
