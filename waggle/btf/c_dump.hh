// All types of a BTF as C, in an order in which each can be compiled: vmlinux.h.
#pragma once

#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::btf {

// The text has an include guard; structures are marked so that accesses to them are relocated to the kernel that runs
// (CO-RE), unless BPF_NO_PRESERVE_ACCESS_INDEX is defined. EINVAL for what is no BTF.
Result<std::string> dump_c(Bytes btf);

}  // namespace waggle::btf
