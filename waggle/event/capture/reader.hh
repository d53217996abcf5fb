// Reads what a Recorder wrote, from any machine. Trusts nothing: sizes are checked before memory is taken for them, and
// types before they are used.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "waggle/event/capture/lookahead.hh"
#include "waggle/event/capture/wire.hh"
#include "waggle/event/event.hh"
#include "waggle/event/input.hh"

namespace waggle::event::capture {

class Reader {
 public:
  // Borrows the input. EINVAL with a sentence for what is no capture, or one of a later version.
  static Result<Reader> open(Input& input);

  // The next event, nullopt at the end. Its bytes are good until the next call, its stream as long as the reader.
  // Recordings that were put one behind the other are read as one; behind one that was cut off or damaged, the next one
  // is looked for. EBADMSG where what is damaged has no recording behind it, EINVAL for one of a later version.
  Result<std::optional<Event>> next();
  // After the end: what was wrong first, if a recording was cut off or damaged; else "".
  [[nodiscard]] const std::string& remark() const { return remark_; }

  // When the clock of the kernel was 0 that recorded what was read last.
  [[nodiscard]] const std::optional<WallTime>& boot() const { return boot_; }
  // Those that were read so far. Streams stand before their first event; what two recordings say of one in the same
  // words is one.
  [[nodiscard]] std::vector<const Stream*> streams() const;

 private:
  explicit Reader(Input& input) : ahead_(input) {}

  Result<std::optional<Event>> next_of_recording();
  // The next block's content, behind the header of its recording; false at the end.
  Result<bool> next_block();
  Result<void> begin_recording();
  Result<void> load();
  Result<void> unpack(Bytes block, std::uint32_t size);
  [[nodiscard]] Error cut_off(std::string_view in) const;
  // Takes what stands before the next header; false where there is none.
  Result<bool> find_header();
  Result<void> read_boot();
  Result<void> read_stream();
  Result<Stream> read_description();
  Result<Event> read_event();

  Lookahead ahead_;
  std::uint64_t lost_work_ = 0;  // bytes that were summed or unpacked, and were no block
  ByteVector content_;           // of the block
  Wire wire_{Bytes()};           // what is left of it
  std::int64_t last_time_ = 0;
  std::optional<WallTime> boot_;
  std::vector<std::unique_ptr<Stream>> streams_;
  std::map<std::string, const Stream*, std::less<>> known_;  // by the bytes that describe them
  std::vector<const Stream*> numbered_;                      // of this recording
  std::string remark_;
};

}  // namespace waggle::event::capture
