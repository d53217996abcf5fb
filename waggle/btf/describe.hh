// What values of a BTF type look like, as the tree that printing and filtering need.
#pragma once

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "waggle/btf/image.hh"
#include "waggle/event/type.hh"

namespace waggle::btf {

// What btf_decl_tag says, by the tagged type and the member's place in it (-1: of the whole).
using Tags = std::map<std::pair<TypeId, std::int32_t>, std::vector<std::string_view>>;

Tags tags_of(const Image& image);

// As Types::describe.
Result<event::TypePtr> describe(const Image& image, const Tags& tags, TypeId type);

}  // namespace waggle::btf
