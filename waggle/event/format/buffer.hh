// Text on its way to an Output, gathered so that one write takes many lines.
#pragma once

#include <string>

#include "waggle/event/output.hh"

namespace waggle::event {

class Buffer {
 public:
  // Borrows the output.
  explicit Buffer(Output& output) : output_(output) { text_.reserve(2 * kFull); }

  // Lines are appended here.
  std::string& text() { return text_; }
  // Writes if there is much.
  Result<void> flush_if_full() { return text_.size() < kFull ? Result<void>() : flush(); }
  Result<void> flush() {
    if (text_.empty()) return {};
    auto written = output_.write(text_);
    text_.clear();
    return written;
  }

 private:
  static constexpr std::size_t kFull = 32 << 10;
  Output& output_;
  std::string text_;
};

}  // namespace waggle::event
