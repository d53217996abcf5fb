// An event as a row: the values that stand in its structures, by name, in order. An array is one field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "waggle/event/type.hh"
#include "waggle/event/value.hh"

namespace waggle::event {

// Borrows the type from the tree that it was made of.
struct Field {
  std::string name;  // "pid"; within a structure "point.x"; "value" of a type that has no members
  const Type* type = nullptr;
  Place place;
};

std::vector<Field> fields(const Type& type);

}  // namespace waggle::event
