// Types as capture files hold them: whole trees, so that a reader needs neither the object nor its BTF.
#pragma once

#include "waggle/event/capture/wire.hh"
#include "waggle/event/type.hh"

namespace waggle::event::capture {

void put_type(std::string& out, const Type& type);
// What it returns holds together (check.hh).
Result<TypePtr> get_type(Wire& wire);

}  // namespace waggle::event::capture
