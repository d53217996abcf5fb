// What libbpf takes on trust from the BTF of an object, or from a file with a kernel's.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf {

// EINVAL with a sentence.
Result<void> check_btf(Bytes btf);

}  // namespace waggle::bpf
