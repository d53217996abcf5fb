// Where finished text goes: the command line's standard output, a file, a test's string.
#pragma once

#include <string_view>

#include "waggle/base/result.hh"

namespace waggle::event {

class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  virtual ~Output() = default;

  virtual Result<void> write(std::string_view text) = 0;
};

}  // namespace waggle::event
