// What libbpf takes on trust from an object file, looked at before libbpf sees it: nobody who wrote an object may end
// or hang the process that opens it. Does not say whether an object is a good one: that is libbpf's business, and the
// kernel's.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf {

// EINVAL with a sentence. An image that libbpf refuses by its ELF header is left to libbpf.
Result<void> check_object(Bytes elf);

}  // namespace waggle::bpf
