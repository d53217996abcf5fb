#include "waggle/loader/buffers.hh"

#include <algorithm>

namespace waggle::loader {
namespace {

// A perf record is filled up so that it ends, with its own length of four bytes, at a multiple of eight; by how much,
// it does not say. A type that has its size is taken as it is, then one that has it when filled up.
Bytes without_padding(Bytes record, const EventTypes& types) {
  if (types.of(record.size()).type->size == record.size()) return record;
  for (const auto& stream : types.streams) {
    const std::size_t size = stream->type->size;
    if (size != 0 && record.size() == align_up(size + 4, 8) - 4) return record.first(size);
  }
  return record;
}

}  // namespace

int Buffers::Buffer::descriptor() const {
  return std::visit([](const auto& buffer) { return buffer.fd(); }, source);
}

Result<int> Buffers::Buffer::consume(event::Sink& sink, std::size_t limit) {
  Result<void> written;
  const bool is_perf = std::holds_alternative<bpf::PerfBuffer>(source);
  const bpf::RecordCallback give = [&](Bytes record) {
    const Bytes bytes = is_perf ? without_padding(record, types) : record;
    written = sink.write({types.of(bytes.size()), std::chrono::system_clock::now(), bytes});
    return written.ok() ? 0 : -1;
  };
  if (const auto* ring = std::get_if<bpf::RingBuffer>(&source)) fullest = std::max(fullest, ring->filled());
  auto count = std::visit([&](auto& buffer) { return buffer.consume(give, limit); }, source);
  if (!written.ok()) return std::move(written).error();
  return count;
}

Result<Buffers> Buffers::open(Loaded& loaded, const EventTyping& typing, std::uint32_t perf_pages) {
  Buffers buffers;
  for (const bpf::Map& map : loaded.object.maps()) {
    const std::string_view kind = bpf::map_type_name(map.info().type);
    if (kind != "ringbuf" && kind != "perf_event_array") continue;
    WAGGLE_TRY(EventTypes types, typing.decide(map.info().name));
    if (kind == "ringbuf") {
      WAGGLE_TRY(auto ring, bpf::RingBuffer::open(map));
      buffers.all_.push_back({map.info().name, std::move(types), std::move(ring), map.info().max_entries});
    } else {
      WAGGLE_TRY(auto rings, bpf::PerfBuffer::open(map, perf_pages == 0 ? bpf::PerfBuffer::kDefaultPages : perf_pages));
      buffers.all_.push_back({map.info().name, std::move(types), std::move(rings)});
    }
  }
  return buffers;
}

std::vector<int> Buffers::descriptors() const {
  std::vector<int> all;
  all.reserve(all_.size());
  for (const Buffer& buffer : all_) all.push_back(buffer.descriptor());
  return all;
}

std::vector<const event::Stream*> Buffers::streams() const {
  std::vector<const event::Stream*> all;
  for (const Buffer& buffer : all_)
    for (const auto& stream : buffer.types.streams) all.push_back(stream.get());
  return all;
}

Result<std::size_t> Buffers::consume(event::Sink& sink, std::size_t limit) {
  std::size_t total = 0;
  for (Buffer& buffer : all_) {
    WAGGLE_TRY(const int count, buffer.consume(sink, limit - total));
    total += static_cast<std::size_t>(std::max(count, 0));
  }
  return total;
}

Result<std::vector<Losses>> Buffers::losses() const {
  std::vector<Losses> all;
  for (const Buffer& buffer : all_) {
    Losses losses{buffer.map, std::nullopt, false, buffer.capacity, buffer.fullest};
    if (const auto* perf = std::get_if<bpf::PerfBuffer>(&buffer.source)) {
      WAGGLE_TRY(const bpf::PerfLosses lost, perf->lost());
      losses.count = lost.count;
      losses.exact = lost.exact;
    }
    all.push_back(std::move(losses));
  }
  return all;
}

}  // namespace waggle::loader
