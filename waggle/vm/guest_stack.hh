// A stack for the guest, of a size that we choose. The process's own may be as small as
// `ulimit -s` makes it, and the engine's recursion limit would then lie behind its end.
#pragma once

#include <functional>

#include "waggle/base/result.hh"

namespace waggle::vm {

// Runs `work` on a fresh stack of `size` bytes (used pages only are ever backed), below which
// lies a page that faults, and returns when it does. `work` must not throw.
Result<void> run_on_own_stack(std::size_t size, const std::function<void()>& work);

}  // namespace waggle::vm
