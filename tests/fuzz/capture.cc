// Captures: as a file, and, because no fuzzer guesses a checksum, as the content of a block that is whole.
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/fuzz/output.hh"
#include "waggle/event/capture/reader.hh"
#include "waggle/event/capture/replay.hh"
#include "waggle/event/capture/wire.hh"
#include "waggle/event/mark.hh"
#include "waggle/event/sink.hh"

using namespace waggle;

namespace {

class BytesInput final : public event::Input {
 public:
  explicit BytesInput(Bytes rest) : rest_(rest) {}
  Result<std::size_t> read(MutableBytes into) override {
    const Bytes some = rest_.first(std::min(rest_.size(), into.size()));
    std::ranges::copy(some, into.begin());
    rest_ = rest_.subspan(some.size());
    return some.size();
  }

 private:
  Bytes rest_;
};

std::string whole_file(const std::uint8_t* content, std::size_t size) {
  uLongf stored = ::compressBound(size);
  std::string payload(stored, '\0');
  ::compress2(reinterpret_cast<Bytef*>(payload.data()), &stored, content, size, Z_NO_COMPRESSION);
  std::string block;
  event::capture::put_u32(block, static_cast<std::uint32_t>(stored));
  event::capture::put_u32(block, static_cast<std::uint32_t>(size));
  block += payload.substr(0, stored);
  const uLong checksum = ::crc32(0, reinterpret_cast<const Bytef*>(block.data()), static_cast<uInt>(block.size()));
  event::capture::put_u32(block, static_cast<std::uint32_t>(checksum));
  return std::string(event::capture::kHeader) + block;
}

void replay(Bytes file, event::Format format, std::chrono::nanoseconds interval) {
  BytesInput input(file);
  auto reader = event::capture::Reader::open(input);
  if (!reader.ok()) return;
  fuzz::Nowhere nowhere;
  event::Marks marks;
  event::MarkingSink sink(marks, event::make_sink(format, nowhere, {.marks = &marks}));
  static_cast<void>(event::capture::replay(*reader, sink, {.interval = interval}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::chrono::nanoseconds interval(std::int64_t{1} << data[0] % 63);
  replay(std::as_bytes(std::span(data, size)), event::Format::columns, interval);
  const std::string file = whole_file(data, size);
  for (const event::Format format : {event::Format::columns, event::Format::jsonl, event::Format::first_gen})
    replay(as_bytes(file), format, interval);
  return 0;
}
