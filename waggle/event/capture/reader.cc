#include "waggle/event/capture/reader.hh"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "waggle/event/capture/type_wire.hh"

namespace waggle::event::capture {
namespace {

constexpr std::size_t kSizes = 8;     // both sizes of a block
constexpr std::size_t kChecksum = 4;  // behind it
constexpr std::size_t kMostStreams = 4096;
// zlib makes nothing more than this many times smaller (its FAQ: 1032).
constexpr std::uint64_t kMostRatio = 1100;
// Each torn block is looked at up to its claimed end, and what follows it again. So many bytes in all take a second.
constexpr std::uint64_t kMostLostWork = 1 << 30;

const Bytef* as_zlib(Bytes bytes) { return reinterpret_cast<const Bytef*>(bytes.data()); }

}  // namespace

Result<Reader> Reader::open(Input& input) {
  Reader reader(input);
  WAGGLE_TRY(const Bytes header, reader.ahead_.peek(kHeader.size()));
  const bool whole = header.size() == kHeader.size();
  if (!as_text(header).starts_with(kMagic)) return Error(EINVAL, "this is no capture of events");
  if (whole) WAGGLE_CHECK(reader.begin_recording());
  return reader;
}

Result<std::optional<Event>> Reader::next() {
  for (;;) {
    auto event = next_of_recording();
    if (event.ok()) return event;
    const int code = event.error().code();
    if (code != ENODATA && code != EBADMSG) return event;
    wire_ = Wire(Bytes());
    if (lost_work_ > kMostLostWork) return damaged("it is torn too often");
    WAGGLE_TRY(const bool another, find_header());
    if (!another && code != ENODATA) return event;
    if (remark_.empty()) remark_ = event.error().message() + (another ? "; what follows was recorded later" : "");
    if (!another) return std::optional<Event>();
  }
}

Result<std::optional<Event>> Reader::next_of_recording() {
  for (;;) {
    while (!wire_.at_end()) {
      WAGGLE_TRY(const std::uint8_t tag, wire_.octet());
      switch (static_cast<Tag>(tag)) {
        case Tag::boot: WAGGLE_CHECK(read_boot()); break;
        case Tag::stream: WAGGLE_CHECK(read_stream()); break;
        case Tag::event: {
          WAGGLE_TRY(Event event, read_event());
          return std::optional<Event>(event);
        }
        default: return damaged("a record is of an unknown kind");
      }
    }
    WAGGLE_TRY(const bool more, next_block());
    if (!more) return std::optional<Event>();
  }
}

// A block is longer than a header.
Result<bool> Reader::next_block() {
  for (;;) {
    WAGGLE_TRY(const Bytes begin, ahead_.peek(kHeader.size()));
    if (begin.empty()) return false;
    if (!as_text(begin).starts_with(kMagic)) break;
    WAGGLE_CHECK(begin_recording());
  }
  WAGGLE_CHECK(load());
  return true;
}

Result<void> Reader::begin_recording() {
  WAGGLE_TRY(const Bytes header, ahead_.peek(kHeader.size()));
  if (header.size() < kHeader.size()) return cut_off("its header");
  if (const std::uint32_t version = get_u32(header.subspan(kMagic.size())); version != kVersion)
    return Error(EINVAL, fmt::format("this capture is of version {}; {} is known", version, kVersion));
  ahead_.take(kHeader.size());
  numbered_.clear();
  boot_.reset();
  return {};
}

// A recording that a crash cut off is not as long as it says: what was put behind it was looked at as a part of it.
Result<bool> Reader::find_header() {
  for (;;) {
    const std::string_view held = as_text(ahead_.held());
    if (const std::size_t found = held.find(kHeader); found != std::string_view::npos) {
      ahead_.take(found);
      return true;
    }
    ahead_.take(held.size() - std::min(held.size(), kHeader.size() - 1));  // it may have come in part
    WAGGLE_TRY(const bool came, ahead_.more());
    if (!came) {
      ahead_.take(ahead_.held().size());
      return false;
    }
  }
}

Error Reader::cut_off(std::string_view in) const {
  const std::uint64_t end = ahead_.offset() + ahead_.held().size();
  return Error(ENODATA, fmt::format("the recording was cut off: it ends at byte {}, within {}", end, in));
}

// ENODATA where the file ends within the block.
Result<void> Reader::load() {
  WAGGLE_TRY(const Bytes sizes, ahead_.peek(kSizes));
  if (sizes.size() < kSizes) return cut_off("a block's sizes");
  const std::uint32_t stored_size = get_u32(sizes.first(4)), size = get_u32(sizes.subspan(4));
  // A file system can leave zeroes where a crash came before the data.
  if (stored_size == 0) return cut_off("a block that was never written");
  if (size > kMostContent || size > stored_size * kMostRatio || stored_size > std::uint64_t{size} * 2 + 1024)
    return damaged(fmt::format("the block at byte {} has absurd sizes", ahead_.offset()));
  const std::size_t whole = kSizes + stored_size + kChecksum;
  WAGGLE_TRY(const Bytes block, ahead_.peek(whole));
  if (block.size() < whole) return cut_off("a block");
  lost_work_ += whole + size;
  WAGGLE_CHECK(unpack(block, size));
  lost_work_ -= whole + size;
  ahead_.take(whole);
  return {};
}

Result<void> Reader::unpack(Bytes block, std::uint32_t size) {
  const auto broken = [this](std::string_view what) {
    return damaged(fmt::format("the block at byte {} {}", ahead_.offset(), what));
  };
  const Bytes summed = block.first(block.size() - kChecksum), stored = summed.subspan(kSizes);
  if (::crc32(0, as_zlib(summed), static_cast<uInt>(summed.size())) != get_u32(block.last(kChecksum)))
    return broken("has a wrong checksum");
  content_.resize(size);
  uLongf length = size;
  const int inflated = ::uncompress(reinterpret_cast<Bytef*>(content_.data()), &length, as_zlib(stored), stored.size());
  if (inflated != Z_OK || length != size) return broken("cannot be decompressed");
  wire_ = Wire(content_);
  last_time_ = 0;
  return {};
}

Result<void> Reader::read_boot() {
  WAGGLE_TRY(const std::int64_t nanoseconds, wire_.signed_number());
  // Times that are added to it must not overflow.
  if (nanoseconds < 0 || nanoseconds > INT64_MAX / 2) return damaged("the kernel's clock began at an absurd time");
  boot_ = WallTime(std::chrono::nanoseconds(nanoseconds));
  return {};
}

Result<Stream> Reader::read_description() {
  Stream stream;
  WAGGLE_TRY(stream.name, wire_.text());
  WAGGLE_TRY(const std::uint8_t origin, wire_.octet());
  stream.origin = origin <= static_cast<std::uint8_t>(Origin::unknown) ? static_cast<Origin>(origin) : Origin::unknown;
  WAGGLE_TRY(stream.type, get_type(wire_));
  WAGGLE_TRY(const std::uint8_t has_whole, wire_.octet());
  if (has_whole != 0) {
    WAGGLE_TRY(stream.whole, get_type(wire_));
  }
  return stream;
}

Result<void> Reader::read_stream() {
  const Bytes before = wire_.rest();
  WAGGLE_TRY(Stream stream, read_description());
  const std::string_view words = as_text(before.first(before.size() - wire_.rest().size()));
  if (numbered_.size() == kMostStreams) return damaged("it has too many streams");
  auto known = known_.find(words);
  if (known == known_.end()) {
    if (streams_.size() == kMostStreams) return damaged("it has too many streams");
    streams_.push_back(std::make_unique<Stream>(std::move(stream)));
    known = known_.emplace(words, streams_.back().get()).first;
  }
  numbered_.push_back(known->second);
  return {};
}

Result<Event> Reader::read_event() {
  WAGGLE_TRY(const std::uint64_t number, wire_.number());
  WAGGLE_TRY(const std::int64_t later, wire_.signed_number());
  WAGGLE_TRY(const Bytes bytes, wire_.bytes());
  if (number >= numbered_.size()) return damaged("an event is of a stream that is not there");
  last_time_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(last_time_) + static_cast<std::uint64_t>(later));
  return Event{*numbered_[number], WallTime(std::chrono::nanoseconds(last_time_)), bytes};
}

std::vector<const Stream*> Reader::streams() const {
  std::vector<const Stream*> all;
  std::ranges::transform(streams_, std::back_inserter(all), [](const auto& stream) { return stream.get(); });
  return all;
}

}  // namespace waggle::event::capture
