// Names of meanings, as annotations and packages write them, and which types can have which.
#pragma once

#include <optional>
#include <string_view>

#include "waggle/event/type.hh"

namespace waggle::event {

// "ipv4", "unit=ns", "errno", ... as behind "waggle:" in a btf_decl_tag; nullopt for other words. docs/guide/events.md
// lists them.
std::optional<Meaning> parse_meaning(std::string_view word);

// The same type with a meaning. Of an array it is the elements' unless it is one of the whole (a stack, an address of
// so many bytes). A meaning that the type cannot have (a float as an errno) leaves it as it is.
TypePtr with_meaning(const TypePtr& type, Meaning meaning);

// Arrays of one-byte elements as text or as bytes, whatever C calls them; any other type as it is.
TypePtr as_text_type(const TypePtr& type);
TypePtr as_bytes_type(const TypePtr& type);

}  // namespace waggle::event
