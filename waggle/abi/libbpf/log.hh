// What libbpf printed during a guest's calls, until the guest fetches it for its own print function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/bpf/libbpf_log.hh"

namespace waggle::abi::libbpf {

class PrintedLines final : public bpf::LibbpfLines {
 public:
  // Bytes kept for a guest that does not fetch them; what does not fit is dropped, newest first. Larger than
  // any verifier's log.
  static constexpr std::size_t kMost = std::size_t{20} << 20;

  // The most verbose level that the guest wants; nullopt for none. As libbpf by itself: warnings and info.
  void want(std::optional<bpf::LibbpfLevel> most) { most_ = most; }
  [[nodiscard]] std::optional<bpf::LibbpfLevel> wanted() const { return most_; }

  void add(bpf::LibbpfLevel level, std::string_view text) override;
  // Moves as many lines as fit, each its level (one byte), its text and a NUL; a line that would never fit is cut.
  std::size_t drain(MutableBytes to);

 private:
  struct Line {
    bpf::LibbpfLevel level;
    std::string text;
  };
  std::optional<bpf::LibbpfLevel> most_ = bpf::LibbpfLevel::info;
  std::deque<Line> lines_;
  std::size_t bytes_ = 0;
};

}  // namespace waggle::abi::libbpf
