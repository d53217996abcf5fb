#include "waggle/cli/console.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>

#include "waggle/base/result.hh"
#include "waggle/event/utf8.hh"

namespace waggle::cli {

std::string without_controls(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, std::max<std::size_t>(event::character_length(text), 1));
    if (character == "\n" || character == "\t" || !event::is_control(character)) safe += character;
    else
      for (const char c : character)
        fmt::format_to(std::back_inserter(safe), "\\x{:02x}", static_cast<unsigned char>(c));
    text.remove_prefix(character.size());
  }
  return safe;
}

void Console::write(LogLevel level, std::string_view line) {
  if (level == LogLevel::info && !verbose_) return;
  const std::string_view mark = level == LogLevel::error ? "" : level == LogLevel::warning ? "warning: " : "";
  const std::string text = fmt::format("waggle: {}{}\n", mark, without_controls(line));
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
