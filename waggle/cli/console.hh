// The only thing that prints: results to standard output, everything about them to standard
// error. As a Log it shows errors and warnings always, the rest with -v.
#pragma once

#include <string_view>

#include "waggle/base/log.hh"

namespace waggle::cli {

class Console final : public Log {
 public:
  void set_verbose(bool verbose) { verbose_ = verbose; }

  void write(LogLevel level, std::string_view line) override;
  // Text that was asked for, as it is.
  void print(std::string_view text);
  // What could not be written is said once, at the end; false then (a full disk, a closed pipe).
  [[nodiscard]] bool flush();

 private:
  bool verbose_ = false;
};

}  // namespace waggle::cli
