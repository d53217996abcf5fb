#include "waggle/event/capture/reader.hh"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "waggle/event/capture/type_wire.hh"

namespace waggle::event::capture {
namespace {

constexpr std::size_t kSizes = 8;     // both sizes of a block
constexpr std::size_t kChecksum = 4;  // behind it
constexpr std::size_t kPiece = 64 << 10;
constexpr std::size_t kMostStreams = 4096;
// zlib makes nothing more than this many times smaller (its FAQ: 1032).
constexpr std::uint64_t kMostRatio = 1100;

const Bytef* as_zlib(Bytes bytes) { return reinterpret_cast<const Bytef*>(bytes.data()); }

}  // namespace

Result<Reader> Reader::open(Input& input) {
  Reader reader(input);
  ByteVector magic(kMagic.size());
  WAGGLE_TRY(const std::size_t found, reader.fill(magic));
  if (as_text(Bytes(magic).first(found)) != kMagic) return Error(EINVAL, "this is no capture of events");
  WAGGLE_CHECK(reader.begin_part());
  return reader;
}

Result<std::size_t> Reader::fill(MutableBytes into) {
  std::size_t filled = std::min(again_.size() - again_at_, into.size());
  std::ranges::copy(Bytes(again_).subspan(again_at_, filled), into.begin());
  again_at_ += filled;
  while (filled < into.size()) {
    WAGGLE_TRY(const std::size_t more, input_->read(into.subspan(filled)));
    if (more == 0) break;
    filled += more;
  }
  offset_ += filled;
  return filled;
}

void Reader::unread(Bytes bytes) {
  ByteVector again(bytes.begin(), bytes.end());
  again.insert(again.end(), again_.begin() + static_cast<std::ptrdiff_t>(again_at_), again_.end());
  again_ = std::move(again);
  again_at_ = 0;
  offset_ -= bytes.size();
}

// Behind the magic words: a file begins, or the next one that was put behind it.
Result<void> Reader::begin_part() {
  std::array<std::byte, 4> version{};
  WAGGLE_TRY(const std::size_t found, fill(version));
  if (found == version.size() && get_u32(version) != kVersion)
    return Error(EINVAL, fmt::format("this capture is of version {}; {} is known", get_u32(version), kVersion));
  numbered_.clear();
  boot_.reset();
  return {};
}

Result<std::optional<Event>> Reader::next() {
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

// False at the end.
Result<bool> Reader::next_block() {
  for (;;) {
    block_.resize(kSizes);
    WAGGLE_TRY(const std::size_t found, fill(block_));
    if (found == 0) return false;
    block_.resize(found);
    if (as_text(block_) == kMagic) {
      WAGGLE_CHECK(begin_part());
      continue;
    }
    auto loaded = load();
    if (loaded.ok()) return true;
    // A recording that a crash cut off is not as long as it says: what was put behind it was read as a part of it.
    WAGGLE_TRY(const bool another, skip_to_next_part());
    if (!another && loaded.error().code() != ENODATA) return std::move(loaded).error();
    if (remark_.empty()) remark_ = loaded.error().message() + (another ? "; what follows was recorded later" : "");
    if (!another) return false;
    WAGGLE_CHECK(begin_part());
  }
}

// Behind the magic words of the next recording, if one begins in the block that was read, or later.
Result<bool> Reader::skip_to_next_part() {
  for (;;) {
    if (const std::size_t found = as_text(block_).find(kMagic); found != std::string_view::npos) {
      unread(Bytes(block_).subspan(found + kMagic.size()));
      return true;
    }
    const std::size_t kept = std::min(block_.size(), kMagic.size() - 1);  // the words may stand half in what was read
    block_.erase(block_.begin(), block_.end() - static_cast<std::ptrdiff_t>(kept));
    block_.resize(kept + kPiece);
    WAGGLE_TRY(const std::size_t more, fill(MutableBytes(block_).subspan(kept)));
    block_.resize(kept + more);
    if (more == 0) return false;
  }
}

Error Reader::cut_off(std::string_view within) const {
  return Error(ENODATA, fmt::format("the recording was cut off: it ends at byte {}, within {}", offset_, within));
}

// The block whose sizes stand in block_; ENODATA where the file ends within it.
Result<void> Reader::load() {
  if (block_.size() < kSizes) return cut_off("a block's sizes");
  const std::uint32_t stored_size = get_u32(Bytes(block_).first(4)), size = get_u32(Bytes(block_).subspan(4));
  const std::uint64_t begin = offset_ - kSizes;
  const auto broken = [&](std::string_view what) {
    return damaged(fmt::format("the block at byte {} {}", begin, what));
  };
  // A file system can leave zeroes where a crash came before the data.
  if (stored_size == 0) return cut_off("a block that was never written");
  if (size > kMostContent || size > stored_size * kMostRatio || stored_size > std::uint64_t{size} * 2 + 1024)
    return broken("has absurd sizes");
  block_.resize(kSizes + stored_size + kChecksum);
  WAGGLE_TRY(const std::size_t found, fill(MutableBytes(block_).subspan(kSizes)));
  if (found < stored_size + kChecksum) {
    block_.resize(kSizes + found);
    return cut_off("a block");
  }
  const std::size_t summed = kSizes + stored_size;
  if (::crc32(0, as_zlib(block_), static_cast<uInt>(summed)) != get_u32(Bytes(block_).subspan(summed)))
    return broken("has a wrong checksum");
  content_.resize(size);
  uLongf length = size;
  const Bytes payload = Bytes(block_).subspan(kSizes, stored_size);
  const int inflated = ::uncompress(reinterpret_cast<Bytef*>(content_.data()), &length, as_zlib(payload), stored_size);
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
