// Where the rooms say what a person should hear. They never print: `cli` decides what
// becomes of a line. Lines carry no newline and no level word.
#pragma once

#include <cstdint>
#include <string_view>

namespace waggle {

enum class LogLevel : std::uint8_t {
  error,    // something the user asked for did not happen
  warning,  // it happens, but not as the user may think
  info,     // shown with -v: what was chosen and why, what was refused
};

class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view line) = 0;

  void error(std::string_view line) { write(LogLevel::error, line); }
  void warning(std::string_view line) { write(LogLevel::warning, line); }
  void info(std::string_view line) { write(LogLevel::info, line); }
};

// Says nothing: for tests and for callers that only want the result.
class SilentLog final : public Log {
 public:
  void write(LogLevel, std::string_view) override {}
};

}  // namespace waggle
