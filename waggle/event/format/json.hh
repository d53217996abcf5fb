// Events as JSON objects: one a line, or all in one array. Beside the members of the event's structure stand, with an
// underscore so that they are nobody's member: "_time" (RFC 3339, UTC), the stream's mark as "_type" or "_map",
// "_missing_bytes" or "_extra_bytes" where the event is not as long as its type, "_interval_ms" where it sums up an
// interval that was cut short, and "_reconstructed":true where the program did not say what its events look like.
#pragma once

#include "waggle/event/clock.hh"
#include "waggle/event/format/buffer.hh"
#include "waggle/event/format/json_value.hh"
#include "waggle/event/sink.hh"

namespace waggle::event {

class JsonSink final : public Sink {
 public:
  enum class Shape : std::uint8_t { lines, array };
  JsonSink(Shape shape, Output& output, const SinkOptions& options)
      : shape_(shape), buffer_(output), json_(options.rendering.symbols), marks_(options.marks) {}

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return buffer_.flush(); }
  Result<void> finish() override;

 private:
  Shape shape_;
  bool first_ = true;
  Buffer buffer_;
  Json json_;
  const Marks* marks_;
  Clock clock_{true};
};

}  // namespace waggle::event
