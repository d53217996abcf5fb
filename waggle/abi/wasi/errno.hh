// The error numbers of WASI preview1, which are its own, and how its functions answer with them.
#pragma once

#include <cstdint>
#include <type_traits>

#include "waggle/abi/types.hh"
#include "waggle/vm/value.hh"

namespace waggle::abi::wasi {

// WASI's number for a Linux errno; `io` for those it has no word for. 0 for 0.
std::uint16_t to_wasi(int error);

// Every function answers 0 or the error in an i32; the one without a result (proc_exit) has
// nobody to tell.
struct WasiErrno {
  template <class R>
  static void fail(vm::Slot* slot, int error) {
    if constexpr (std::is_void_v<R>) slot->i32 = to_wasi(error);
  }
};

}  // namespace waggle::abi::wasi
