// Reads what a Recorder wrote, from any machine. Trusts nothing: sizes are checked before memory is taken for them, and
// types before they are used.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "waggle/event/capture/wire.hh"
#include "waggle/event/event.hh"
#include "waggle/event/input.hh"

namespace waggle::event::capture {

class Reader {
 public:
  // Borrows the input. EINVAL with a sentence for what is no capture, or one of a later version.
  static Result<Reader> open(Input& input);

  // The next event, nullopt at the end. Its bytes are good until the next call, its stream as long as the reader.
  // EBADMSG where a block in the middle of the file is damaged.
  Result<std::optional<Event>> next();
  // After the end: what is wrong with it, if the recording was cut off; else "".
  [[nodiscard]] const std::string& remark() const { return remark_; }

  // When the clock of the recording kernel was 0, as far as was read.
  [[nodiscard]] std::optional<WallTime> boot() const { return boot_; }
  // Those that were read so far. Streams stand before their first event.
  [[nodiscard]] std::vector<const Stream*> streams() const;

 private:
  explicit Reader(Input& input) : input_(&input) {}

  // False at the end of the file.
  Result<bool> next_block();
  Result<bool> end_within(std::string_view what);
  Result<bool> load(std::uint32_t stored_size, std::uint32_t size);
  Result<void> begin_part();
  Result<void> read_boot();
  Result<void> read_stream();
  Result<Event> read_event();
  // As much as there is, up to all of `into`.
  Result<std::size_t> fill(MutableBytes into);

  Input* input_;
  std::uint64_t offset_ = 0;  // in the file
  ByteVector stored_, content_;
  Wire wire_{Bytes()};
  std::int64_t last_time_ = 0;
  std::optional<WallTime> boot_;
  std::vector<std::unique_ptr<Stream>> streams_;
  std::size_t first_stream_ = 0;  // of this part, where files were concatenated
  std::string remark_;
};

}  // namespace waggle::event::capture
