// An event as a row: the values that stand in its structures, by name, in order. An array is one field.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/event/event.hh"
#include "waggle/event/value.hh"

namespace waggle::event {

// Borrows the type from the tree that it was made of.
struct Field {
  std::string name;  // "pid"; within a structure "point.x"; "value" of a type that has no members
  const Type* type = nullptr;
  Place place;
};

std::vector<Field> fields(const Type& type);

// ENOENT, with the fields that there are.
Error no_such_field(std::string_view name, std::span<const Stream* const> streams);

}  // namespace waggle::event
