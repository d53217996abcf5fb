#include "waggle/cli/console.hh"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "waggle/base/result.hh"

namespace waggle::cli {

void Console::write(LogLevel level, std::string_view line) {
  if (level == LogLevel::info && !verbose_) return;
  const std::string_view mark = level == LogLevel::error ? "" : level == LogLevel::warning ? "warning: " : "";
  const std::string text = fmt::format("waggle: {}{}\n", mark, line);
  // In one piece, so that lines of several processes do not mix; nothing can be done where
  // standard error is gone.
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

void Console::print(std::string_view text) { static_cast<void>(std::fwrite(text.data(), 1, text.size(), stdout)); }

bool Console::flush() {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return true;
  if (errno != EPIPE) error("writing to standard output: " + Error(errno).message());
  return false;
}

}  // namespace waggle::cli
