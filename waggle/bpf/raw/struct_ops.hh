// The structure behind a struct_ops map, as a guest fills it before it is loaded: plain values, and
// where the kernel has functions, programs of the object.
#pragma once

#include <cstdint>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/raw/object.hh"

namespace waggle::bpf::raw {

struct StructOps {
  MutableBytes data;
  std::vector<std::size_t> programs;  // where in it libbpf keeps addresses of programs, 8 bytes each
};
// EINVAL for a map of another kind. Borrows from the object.
Result<StructOps> struct_ops_of(const Object& object, const Map& map);

}  // namespace waggle::bpf::raw
