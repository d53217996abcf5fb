#include "waggle/event/capture/recorder.hh"

#include <fmt/format.h>
#include <zlib.h>

#include "waggle/event/capture/type_wire.hh"
#include "waggle/event/capture/wire.hh"

namespace waggle::event::capture {
namespace {

constexpr std::size_t kFull = 256 << 10;
// What stands around an event's bytes in its record, at most.
constexpr std::size_t kAroundEvent = 64;

const Bytef* as_zlib(std::string_view bytes) { return reinterpret_cast<const Bytef*>(bytes.data()); }

}  // namespace

// One compressor for all blocks: making it costs more than a small block.
struct Recorder::Deflater {
  Deflater() { ok = ::deflateInit(&stream, Z_BEST_SPEED) == Z_OK; }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() {
    if (ok) ::deflateEnd(&stream);
  }

  Result<void> run(const std::string& content, std::string& stored) {
    if (!ok || ::deflateReset(&stream) != Z_OK) return Error(ENOMEM);
    const std::size_t before = stored.size();
    stored.resize(before + ::deflateBound(&stream, content.size()));
    stream.next_in = const_cast<Bytef*>(as_zlib(content));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(stored.data() + before);
    stream.avail_out = static_cast<uInt>(stored.size() - before);
    if (::deflate(&stream, Z_FINISH) != Z_STREAM_END) return Error(EIO);
    stored.resize(stored.size() - stream.avail_out);
    return {};
  }

  z_stream stream{};
  bool ok = false;
};

Recorder::Recorder(Output& output, std::optional<WallTime> boot)
    : output_(output), boot_(boot), deflater_(std::make_unique<Deflater>()) {}
Recorder::~Recorder() = default;

Result<void> Recorder::write_header() {
  has_header_ = true;
  if (boot_) {
    content_ += static_cast<char>(Tag::boot);
    put_signed(content_, boot_->time_since_epoch().count());
  }
  return output_.write(kHeader);
}

std::uint64_t Recorder::number_of(const Stream& stream) {
  const auto [found, is_new] = numbers_.try_emplace(&stream, numbers_.size());
  if (is_new) {
    content_ += static_cast<char>(Tag::stream);
    put_text(content_, stream.name);
    content_ += static_cast<char>(stream.origin);
    put_type(content_, *stream.type);
    content_ += static_cast<char>(stream.whole != nullptr);
    if (stream.whole) put_type(content_, *stream.whole);
  }
  return found->second;
}

Result<void> Recorder::announce(std::span<const Stream* const> streams) {
  if (!has_header_) WAGGLE_CHECK(write_header());
  for (const Stream* stream : streams) number_of(*stream);
  return {};
}

Result<void> Recorder::write(const Event& event) {
  if (event.bytes.size() > kMostContent / 2)
    return Error(EMSGSIZE, fmt::format("an event of {} bytes is too large for a capture", event.bytes.size()));
  if (!has_header_) WAGGLE_CHECK(write_header());
  if (content_.size() + event.bytes.size() + kAroundEvent > kFull) WAGGLE_CHECK(flush());
  const std::uint64_t number = number_of(event.stream);
  const std::int64_t time = event.time.time_since_epoch().count();
  content_ += static_cast<char>(Tag::event);
  put_number(content_, number);
  // Differences are small, and may wrap.
  put_signed(content_,
             static_cast<std::int64_t>(static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(last_time_)));
  last_time_ = time;
  put_bytes(content_, event.bytes);
  return {};
}

Result<void> Recorder::flush() {
  if (!has_header_) WAGGLE_CHECK(write_header());
  if (content_.empty()) return {};
  std::string payload;
  WAGGLE_CHECK(deflater_->run(content_, payload));
  stored_.clear();
  put_u32(stored_, static_cast<std::uint32_t>(payload.size()));
  put_u32(stored_, static_cast<std::uint32_t>(content_.size()));
  stored_ += payload;
  const auto checksum = static_cast<std::uint32_t>(::crc32(0, as_zlib(stored_), static_cast<uInt>(stored_.size())));
  put_u32(stored_, checksum);
  content_.clear();
  last_time_ = 0;
  return output_.write(stored_);
}

}  // namespace waggle::event::capture
