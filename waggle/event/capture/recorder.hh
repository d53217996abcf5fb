// Writes events into a capture file: types, times and bytes, in compressed blocks that each have their length and
// checksum. What was flushed survives a crash; a block that was not written whole is recognized by the reader. Files
// may be concatenated.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "waggle/event/event.hh"
#include "waggle/event/output.hh"

namespace waggle::event::capture {

class Recorder final : public Sink {
 public:
  // Borrows the output. `boot` is kept for whoever replays it: when the kernel's clock was 0.
  Recorder(Output& output, std::optional<WallTime> boot);
  ~Recorder() override;

  // Says before the first event which streams there will be, so that a reader knows it in time; others may follow.
  Result<void> announce(std::span<const Stream* const> streams);
  // EMSGSIZE for an event of 64 MiB.
  Result<void> write(const Event& event) override;
  // Ends the block.
  Result<void> flush() override;

 private:
  struct Deflater;

  std::uint64_t number_of(const Stream& stream);
  Result<void> write_header();

  Output& output_;
  std::optional<WallTime> boot_;
  bool has_header_ = false;
  std::string content_;  // of the block that is being filled
  std::string stored_;
  std::int64_t last_time_ = 0;  // of an event in this block
  std::map<const Stream*, std::uint64_t> numbers_;
  std::unique_ptr<Deflater> deflater_;
};

}  // namespace waggle::event::capture
