// The JSON of eunomia-bpf's packages, in its three generations: of 2022 with the object as it is ("data"), the short
// one after it without sizes, and today's with a compressed object ("bpf_object") and its description ("meta"). YAML
// has the same keys.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/package/package.hh"
#include "waggle/package/tree.hh"

namespace waggle::package {

// Which generation it is, its keys say. `object` stands in for one that is not in it (a file beside it in an archive);
// empty for none.
Result<Package> read_eunomia(const Node& root, Bytes object = {});

// For the generation of 2022: the type that one row of "Fields" describes, from its C and LLVM names. `bits` is the
// room it has.
event::TypePtr field_type(std::string_view c_type, std::string_view llvm_type, std::uint32_t bits);

}  // namespace waggle::package
