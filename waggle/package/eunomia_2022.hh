// The first generation of eunomia-bpf's JSON (August to November 2022): the object in plain base64, and one event type
// given member by member.
#pragma once

#include "waggle/package/package.hh"
#include "waggle/package/tree.hh"

namespace waggle::package {

Result<Package> read_eunomia_2022(const Node& root);

}  // namespace waggle::package
