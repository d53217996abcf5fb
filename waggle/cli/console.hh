// The only thing that prints: results to standard output, everything about them to standard
// error. As a Log it shows errors and warnings always, the rest with -v.
#pragma once

#include <string>
#include <string_view>

#include "waggle/base/log.hh"

namespace waggle::cli {

// `text` with the control characters in it as "\\x1b", save line ends and tabs: names that a module or an object gives
// can hold commands to a terminal.
std::string without_controls(std::string_view text);

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
