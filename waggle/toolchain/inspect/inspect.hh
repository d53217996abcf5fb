// `waggle inspect`: what is in an object file, without loading it.
#pragma once

#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

enum class InspectForm : std::uint8_t { text, json };

// Programs (type, section, instructions), maps (type, keys, values), global variables (section, type, place) and the
// licence. `name` is the file's. ENOEXEC for what is no BPF object.
Result<std::string> inspect_object(Bytes elf, const std::string& name, InspectForm form);

}  // namespace waggle::toolchain
