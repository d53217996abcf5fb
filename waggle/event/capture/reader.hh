// Reads what a Recorder wrote, from any machine. Trusts nothing: sizes are checked before memory is taken for them, and
// types before they are used.
#pragma once

#include <functional>
#include <map>
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
  // Recordings that were put one behind the other are read as one; those that were cut off, too. EBADMSG where a block
  // is damaged and no other recording follows.
  Result<std::optional<Event>> next();
  // After the end: what is wrong with it, if a recording was cut off; else "".
  [[nodiscard]] const std::string& remark() const { return remark_; }

  // When the clock of the kernel was 0 that recorded what was read last.
  [[nodiscard]] const std::optional<WallTime>& boot() const { return boot_; }
  // Those that were read so far. Streams stand before their first event; what two recordings say of one in the same
  // words is one.
  [[nodiscard]] std::vector<const Stream*> streams() const;

 private:
  explicit Reader(Input& input) : input_(&input) {}

  Result<bool> next_block();
  Result<void> load();
  [[nodiscard]] Error cut_off(std::string_view within) const;
  Result<bool> skip_to_next_part();
  Result<void> begin_part();
  Result<void> read_boot();
  Result<void> read_stream();
  Result<Stream> read_description();
  Result<Event> read_event();
  // As much as there is, up to all of `into`.
  Result<std::size_t> fill(MutableBytes into);
  // The last of what was read is read once more.
  void unread(Bytes bytes);

  Input* input_;
  ByteVector again_;  // was read already, and stands before what the input gives
  std::size_t again_at_ = 0;
  std::uint64_t offset_ = 0;  // in the file
  ByteVector block_, content_;
  Wire wire_{Bytes()};
  std::int64_t last_time_ = 0;
  std::optional<WallTime> boot_;
  std::vector<std::unique_ptr<Stream>> streams_;
  std::map<std::string, const Stream*, std::less<>> known_;  // by the bytes that describe them
  std::vector<const Stream*> numbered_;                      // of this part, where files were concatenated
  std::string remark_;
};

}  // namespace waggle::event::capture
