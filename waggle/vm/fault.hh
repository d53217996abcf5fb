// What happens when something touches a window of linear memory in a way it must not.
//
// A plain load or store of the guest traps by itself. But `memory.fill`, `memory.copy` and
// `memory.init` run in the engine's own C code, where a fault kills the process. The handler
// here replaces such a window by ordinary pages, marks its region spoiled and lets the
// instruction run on; the guest is ended at its next call, loop or return.
#pragma once

#include <cstddef>

#include "waggle/base/result.hh"
#include "waggle/vm/region.hh"

namespace waggle::vm {

// Catches SIGSEGV and SIGBUS for the whole process, once; must come before the engine, whose
// own handler passes on what is not its own. Faults outside of windows go to whoever was
// installed before.
Result<void> install_fault_handler();

// While it lives, faults in [begin, begin + length) are answered as above. ENOSPC when the
// process already has 256 windows.
class FaultGuard {
 public:
  static Result<FaultGuard> watch(Region& region, std::byte* begin, std::size_t length);
  FaultGuard(FaultGuard&& other) noexcept;
  FaultGuard& operator=(FaultGuard&&) = delete;
  ~FaultGuard();

 private:
  explicit FaultGuard(int slot) : slot_(slot) {}
  int slot_;
};

}  // namespace waggle::vm
