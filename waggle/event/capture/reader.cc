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
  std::size_t filled = 0;
  while (filled < into.size()) {
    WAGGLE_TRY(const std::size_t more, input_->read(into.subspan(filled)));
    if (more == 0) break;
    filled += more;
  }
  offset_ += filled;
  return filled;
}

// Behind the magic words: a file begins, or the next one that was put behind it.
Result<void> Reader::begin_part() {
  std::array<std::byte, 4> version{};
  WAGGLE_TRY(const std::size_t found, fill(version));
  if (found == version.size() && get_u32(version) != kVersion)
    return Error(EINVAL, fmt::format("this capture is of version {}; {} is known", get_u32(version), kVersion));
  first_stream_ = streams_.size();
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

Result<bool> Reader::next_block() {
  for (;;) {
    std::array<std::byte, kSizes> sizes{};
    WAGGLE_TRY(const std::size_t found, fill(sizes));
    if (found == 0) return false;
    if (found < sizes.size()) return end_within("a block's sizes");
    if (as_text(sizes) != kMagic) return load(get_u32(Bytes(sizes).first(4)), get_u32(Bytes(sizes).subspan(4)));
    WAGGLE_CHECK(begin_part());
  }
}

Result<bool> Reader::end_within(std::string_view what) {
  remark_ = fmt::format("the recording was cut off: it ends at byte {}, within {}", offset_, what);
  return false;
}

Result<bool> Reader::load(std::uint32_t stored_size, std::uint32_t size) {
  const std::uint64_t begin = offset_ - kSizes;
  const auto broken = [&](std::string_view what) {
    return damaged(fmt::format("the block at byte {} {}", begin, what));
  };
  // A file system can leave zeroes where a crash came before the data.
  if (stored_size == 0) return end_within("a block that was never written");
  if (size > kMostContent || size > stored_size * kMostRatio || stored_size > std::uint64_t{size} * 2 + 1024)
    return broken("has absurd sizes");
  stored_.resize(stored_size + kChecksum);
  WAGGLE_TRY(const std::size_t found, fill(stored_));
  if (found < stored_.size()) return end_within("a block");

  std::string sizes;
  put_u32(sizes, stored_size);
  put_u32(sizes, size);
  const Bytes payload = Bytes(stored_).first(stored_size);
  const uLong of_sizes = ::crc32(0, as_zlib(as_bytes(sizes)), kSizes);
  if (::crc32(of_sizes, as_zlib(payload), stored_size) != get_u32(Bytes(stored_).subspan(stored_size)))
    return broken("has a wrong checksum");
  content_.resize(size);
  uLongf length = size;
  const int inflated = ::uncompress(reinterpret_cast<Bytef*>(content_.data()), &length, as_zlib(payload), stored_size);
  if (inflated != Z_OK || length != size) return broken("cannot be decompressed");
  wire_ = Wire(content_);
  last_time_ = 0;
  return true;
}

Result<void> Reader::read_boot() {
  WAGGLE_TRY(const std::int64_t nanoseconds, wire_.signed_number());
  // Times that are added to it must not overflow.
  if (nanoseconds < 0 || nanoseconds > INT64_MAX / 2) return damaged("the kernel's clock began at an absurd time");
  boot_ = WallTime(std::chrono::nanoseconds(nanoseconds));
  return {};
}

Result<void> Reader::read_stream() {
  if (streams_.size() == kMostStreams) return damaged("it has too many streams");
  auto stream = std::make_unique<Stream>();
  WAGGLE_TRY(stream->name, wire_.text());
  WAGGLE_TRY(const std::uint8_t origin, wire_.octet());
  stream->origin = origin <= static_cast<std::uint8_t>(Origin::unknown) ? static_cast<Origin>(origin) : Origin::unknown;
  WAGGLE_TRY(stream->type, get_type(wire_));
  WAGGLE_TRY(const std::uint8_t has_whole, wire_.octet());
  if (has_whole != 0) {
    WAGGLE_TRY(stream->whole, get_type(wire_));
  }
  streams_.push_back(std::move(stream));
  return {};
}

Result<Event> Reader::read_event() {
  WAGGLE_TRY(const std::uint64_t number, wire_.number());
  WAGGLE_TRY(const std::int64_t later, wire_.signed_number());
  WAGGLE_TRY(const Bytes bytes, wire_.bytes());
  if (number >= streams_.size() - first_stream_) return damaged("an event is of a stream that is not there");
  last_time_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(last_time_) + static_cast<std::uint64_t>(later));
  return Event{*streams_[first_stream_ + number], WallTime(std::chrono::nanoseconds(last_time_)), bytes};
}

std::vector<const Stream*> Reader::streams() const {
  std::vector<const Stream*> all;
  std::ranges::transform(streams_, std::back_inserter(all), [](const auto& stream) { return stream.get(); });
  return all;
}

}  // namespace waggle::event::capture
