// Why a guest stopped in the middle of a call.
#pragma once

#include <string>

#include "waggle/base/result.hh"

namespace waggle::vm {

struct Trap final : Detail {
  std::string describe() const override { return reason; }

  std::string reason;     // "out of bounds memory access"
  std::string backtrace;  // one guest function a line, innermost first; may be empty
};

}  // namespace waggle::vm
