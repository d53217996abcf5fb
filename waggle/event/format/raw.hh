// Events as they came, one after the other, with nothing between them: for programs that know their size. What comes
// with types and times is a capture (event/capture).
#pragma once

#include "waggle/event/format/buffer.hh"
#include "waggle/event/sink.hh"

namespace waggle::event {

class RawSink final : public Sink {
 public:
  explicit RawSink(Output& output) : buffer_(output) {}

  Result<void> write(const Event& event) override {
    buffer_.text() += as_text(event.bytes);
    return buffer_.flush_if_full();
  }
  Result<void> flush() override { return buffer_.flush(); }

 private:
  Buffer buffer_;
};

}  // namespace waggle::event
