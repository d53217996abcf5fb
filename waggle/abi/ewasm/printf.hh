// What printf makes of a format and a guest's variable arguments, as wasm32's C passes them: one after another in
// memory, each aligned to its size. The guest's memory is only read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/base/result.hh"

namespace waggle::vm {
class Memory;
}

namespace waggle::abi::ewasm {

// The NUL-terminated text at `address`, in place. EFAULT where memory ends before it does.
Result<std::string_view> c_string(const vm::Memory& memory, std::uint32_t address);

// EFAULT where the format, an argument or a string leaves the memory; EOVERFLOW where the text would be longer than
// 16 MiB; ENOTSUP with a sentence for a conversion that is none: "%n", "%Lf", "%y".
Result<std::string> print(const vm::Memory& memory, std::string_view format, std::uint32_t arguments);

}  // namespace waggle::abi::ewasm
