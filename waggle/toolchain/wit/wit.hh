// `waggle gen wit`: what an object has, in the words of the Component Model: a package of three interfaces (types,
// maps, programs) that only describe; nobody need implement them. Values, not layout: padding is left out, bit-fields
// become numbers, and what WIT has no means for becomes bytes, with a remark.
#pragma once

#include <span>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

// `types` as choose_types() takes them; keys and values of maps are added. `file` names the package:
// "waggle:bootstrap" for "bootstrap.bpf.o". ENOENT for an object without BTF, ENOEXEC and EINVAL as for headers.
Result<std::string> write_wit(Bytes elf, const std::string& file, std::span<const std::string> types);

}  // namespace waggle::toolchain
