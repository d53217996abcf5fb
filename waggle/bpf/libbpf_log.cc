#include "waggle/bpf/libbpf_log.hh"

#include <bpf/libbpf.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <new>
#include <utility>

#include "waggle/base/strings.hh"

namespace waggle::bpf {
namespace {

constexpr std::string_view kPrefix = "libbpf: ";
constexpr std::string_view kProgram = "prog '";
constexpr std::string_view kBegin = "-- BEGIN PROG LOAD LOG --\n";
constexpr std::string_view kEnd = "-- END PROG LOAD LOG --\n";
// Said at every failed load and telling nothing, or (the second) a wrong guess.
constexpr std::string_view kFailedToLoad = "failed to load object";
constexpr std::string_view kTryUlimit = "permission error while running as root";

std::string format(const char* pattern, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  const int length = std::vsnprintf(nullptr, 0, pattern, again);
  va_end(again);
  if (length <= 0) return {};
  std::string text(static_cast<std::size_t>(length), '\0');
  std::vsnprintf(text.data(), text.size() + 1, pattern, arguments);
  return text;
}

// The name in "prog 'NAME': ...".
std::string_view quoted_name(std::string_view line) {
  line.remove_prefix(kProgram.size());
  return line.substr(0, line.find("':"));
}

}  // namespace

struct LibbpfPrint {
  __attribute__((format(printf, 2, 0))) static int print(enum libbpf_print_level level, const char* pattern,
                                                         va_list arguments) noexcept {
    const auto said = static_cast<LibbpfLevel>(level);
    const LibbpfScope* const scope = LibbpfScope::innermost_;
    if (scope == nullptr || said > scope->most_) return 0;
    try {
      scope->lines_->add(said, format(pattern, arguments));
    } catch (const std::bad_alloc&) {
      return -ENOMEM;  // libbpf ignores it; the words are lost, the call's own result is not
    }
    return 0;
  }
};

constinit thread_local LibbpfScope* LibbpfScope::innermost_ = nullptr;

LibbpfScope::LibbpfScope(LibbpfLevel most, LibbpfLines& lines) noexcept
    : most_(most), lines_(&lines), outer_(std::exchange(innermost_, this)) {
  // Once; a guard that a call_once would look at takes longer, and every call of a guest comes here.
  [[maybe_unused]] static const auto previous = ::libbpf_set_print(&LibbpfPrint::print);
}

void LibbpfScope::warn(std::string_view line) {
  if (innermost_ != nullptr) innermost_->lines_->add(LibbpfLevel::warning, std::string(kPrefix).append(line) + '\n');
}

void LibbpfLog::add(LibbpfLevel, std::string_view text) {
  text_.append(text, text.starts_with(kPrefix) ? kPrefix.size() : 0);
}

LoadStory parse_load_story(std::string_view text) {
  LoadStory story;
  if (const auto begin = text.find(kBegin), end = text.rfind(kEnd); begin < end && end != text.npos)
    story.verifier_log = text.substr(begin + kBegin.size(), end - begin - kBegin.size());
  while (story.verifier_log.ends_with('\n')) story.verifier_log.remove_suffix(1);

  const std::string_view before = text.substr(0, text.find(kBegin));
  for (const std::string_view line : split(before, '\n')) {
    if (line.starts_with(kProgram)) story.program = quoted_name(line);
    if (line.empty() || line.starts_with(kFailedToLoad) || line.starts_with(kTryUlimit)) continue;
    if (line.ends_with("': ")) continue;  // what stood before the first marker
    if (!story.warnings.empty()) story.warnings += "; ";
    story.warnings += line;
  }
  return story;
}

}  // namespace waggle::bpf
