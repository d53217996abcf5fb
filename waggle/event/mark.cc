#include "waggle/event/mark.hh"

namespace waggle::event {

std::string_view type_name(const Stream& stream) {
  if (stream.origin == Origin::reconstructed || stream.origin == Origin::unknown) return {};
  const Kind kind = stream.type->kind;
  if (kind != Kind::structure && kind != Kind::union_) return {};
  std::string_view name = stream.type->name;
  for (const std::string_view keyword : {"struct", "union"})
    if (name == keyword) return {};
  for (const std::string_view keyword : {"struct ", "union "})
    if (name.starts_with(keyword)) name.remove_prefix(keyword.size());
  return name;
}

void Marks::add(const Stream& stream) {
  const std::string type(type_name(stream));
  all_have_types_ = all_have_types_ && !type.empty();
  maps_.insert(stream.name);
  types_.insert(type);
  kinds_.emplace(stream.name, type);
}

Mark Marks::mark() const {
  if (kinds_.size() < 2) return Mark::none;
  if (types_.size() == kinds_.size() && all_have_types_) return Mark::type;
  return maps_.size() > 1 ? Mark::map : Mark::none;
}

std::string_view word(Mark mark) {
  switch (mark) {
    case Mark::none: break;
    case Mark::type: return "type";
    case Mark::map: return "map";
  }
  return {};
}

std::string_view mark_of(Mark mark, const Stream& stream) {
  switch (mark) {
    case Mark::none: break;
    case Mark::type: return type_name(stream);
    case Mark::map: return stream.name;
  }
  return {};
}

}  // namespace waggle::event
