// Types side by side: one table for events of several types has the fields of all of them.
#pragma once

#include "waggle/event/type.hh"

namespace waggle::event {

// A structure with the members of both, by name; structures that both have are united in turn. Where both have a
// member, it is the first one's. Those of anonymous structures count as the outer one's; a type without members is one,
// "value".
TypePtr united(const TypePtr& one, const TypePtr& other);

// The type with all members of a structure `all`, in its order: those that it lacks stand where no event reaches.
TypePtr filled(const TypePtr& type, const TypePtr& all);

}  // namespace waggle::event
