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

// Collects libbpf's warnings of this thread while it is in scope. Scopes nest: the innermost
// collects. Outside any scope libbpf is silent. Make one around every call that may warn.
class LibbpfLog {
 public:
  // With `debug` also what libbpf says for its own developers: hundreds of lines.
  explicit LibbpfLog(bool debug = false);
  // Gives what libbpf says to `lines`, up to the level `most`, instead of collecting it.
  LibbpfLog(LibbpfLevel most, LibbpfLines& lines);
  LibbpfLog(const LibbpfLog&) = delete;
  LibbpfLog& operator=(const LibbpfLog&) = delete;
  ~LibbpfLog();

  // What was said so far, one line each, without the prefix "libbpf: "; a verifier's log stands
  // among them between libbpf's two markers.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  friend struct LibbpfLogSink;
  LibbpfLevel most_;
  LibbpfLines* lines_ = nullptr;
  std::string text_;
  LibbpfLog* outer_;
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
