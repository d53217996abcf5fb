// What libbpf says while one call of it runs. libbpf has a single print function per process
// and writes to stderr by default; this file alone sets it, and gives each thread what its own
// calls said, so that a failure can carry the words with it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waggle::bpf {

// enum libbpf_print_level.
enum class LibbpfLevel : std::uint8_t { warning, info, debug };
// Receives what libbpf prints, exactly as it prints it.
class LibbpfLines {
 public:
  virtual ~LibbpfLines() = default;
  virtual void add(LibbpfLevel level, std::string_view text) = 0;
};

// Gives what libbpf says on this thread, up to the level `most`, to `lines` while it is in scope.
// Scopes nest: the innermost counts. Outside any scope libbpf is silent. Cheap: one is made for
// every call of a guest.
class LibbpfScope {
 public:
  LibbpfScope(LibbpfLevel most, LibbpfLines& lines) noexcept;
  LibbpfScope(const LibbpfScope&) = delete;
  LibbpfScope& operator=(const LibbpfScope&) = delete;
  ~LibbpfScope() { innermost_ = outer_; }

  // Puts a line of ours, without its end, where libbpf's warnings go: for what libbpf should have said.
  static void warn(std::string_view line);

 private:
  friend struct LibbpfPrint;
  // libbpf's print function has no argument of ours; a thread's calls are told apart by this.
  static constinit thread_local LibbpfScope* innermost_;

  LibbpfLevel most_;
  LibbpfLines* lines_;
  LibbpfScope* outer_;
};

// Collects libbpf's warnings. Make one around every call that may warn.
class LibbpfLog final : LibbpfLines {
 public:
  // With `debug` also what libbpf says for its own developers: hundreds of lines.
  explicit LibbpfLog(bool debug = false) : scope_(debug ? LibbpfLevel::debug : LibbpfLevel::warning, *this) {}

  // What was said so far, one line each, without the prefix "libbpf: "; a verifier's log stands
  // among them between libbpf's two markers.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void add(LibbpfLevel level, std::string_view text) override;

  std::string text_;
  LibbpfScope scope_;
};

// A failed load as libbpf tells it.
struct LoadStory {
  std::string_view program;       // the refused program; empty where another step failed
  std::string_view verifier_log;  // empty where the verifier never saw the program
  std::string warnings;           // libbpf's other warnings, joined by "; "
};

// Takes LibbpfLog::text() apart. The views borrow from `text`.
LoadStory parse_load_story(std::string_view text);

}  // namespace waggle::bpf
