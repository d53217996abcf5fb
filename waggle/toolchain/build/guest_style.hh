// How a guest is made of its sources.
#pragma once

#include <string>
#include <string_view>

namespace waggle::toolchain {

struct GuestStyle {
  bool ilp32 = false;   // 4-byte pointers, and WASI instead of Linux
  bool debug = false;   // the module keeps names of functions, and the lines of the BPF program
  std::string level{};  // of -O; empty for what is usual

  // Guests with 4-byte pointers are for those who count bytes.
  [[nodiscard]] std::string optimization() const { return "-O" + (!level.empty() ? level : ilp32 ? "z" : "2"); }
  // Whether the object in the module keeps what a verifier's log shows of the source: half of a small object.
  [[nodiscard]] bool keeps_lines() const { return debug || (optimization() != "-Os" && optimization() != "-Oz"); }
};

// Whether a compiler has it; the empty one is what is usual.
constexpr bool is_level(std::string_view level) {
  return level.size() <= 1 && std::string_view("0123sz").find(level) != std::string_view::npos;
}

}  // namespace waggle::toolchain
