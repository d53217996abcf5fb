// How a guest's run ended before its entry function returned.
#pragma once

#include <string>

namespace waggle::abi {

struct Ending {
  enum class Kind : unsigned char {
    exit,     // the guest asked for it; `code` is its exit code
    signal,   // `code` is the signal's number
    timeout,  // --timeout
    trap,     // the guest did something it cannot: `reason` says what
    bug,      // the host did: `reason` says what
  };
  Kind kind = Kind::exit;
  int code = 0;
  std::string reason;
  std::string backtrace;  // guest functions, one a line, innermost first
};

}  // namespace waggle::abi
