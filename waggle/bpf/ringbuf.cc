#include "waggle/bpf/ringbuf.hh"

#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/defer.hh"
#include "waggle/bpf/libbpf_log.hh"

namespace waggle::bpf {
namespace {

// Tells libbpf to leave the ring; what consume() returns is known by the Consumption.
constexpr int kStop = -1;
// How far ahead of a record the processor is told to fetch, and its unit. Whoever takes a record
// runs for too long for the processor to come to the next one by itself in time, and the producer
// has just written it on another core.
constexpr std::size_t kAhead = 512, kCacheLine = 64;

void fetch_ahead(const std::byte* record, std::size_t size) {
  for (std::size_t at = 0; at < size && at < kAhead; at += kCacheLine) __builtin_prefetch(record + kAhead + at);
}

Error no_ring(const Map& map) {
  return Error(EINVAL,
               fmt::format("map '{}' is no ring buffer but {}", map.info().name, map_type_name(map.info().type)));
}

RingMappings mappings(const Map& map, Protection consumer, Protection producer) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t data = map.info().max_entries;
  return {.consumer = {map.fd(), 0, page, consumer}, .producer_and_data = {map.fd(), page, page + 2 * data, producer}};
}

}  // namespace

Result<RingMappings> ring_mappings(const Map& map) {
  if (map.info().type != BPF_MAP_TYPE_RINGBUF) return no_ring(map);
  return mappings(map, Protection::read_write, Protection::read);
}

Result<RingMappings> user_ring_mappings(const Map& map) {
  if (map.info().type != BPF_MAP_TYPE_USER_RINGBUF) return no_ring(map);
  return mappings(map, Protection::read, Protection::read_write);
}

struct RingBuffer::State {
  UniqueFd map;
  CPtr<ring_buffer, ring_buffer__free> ring;
  Consumption* running = nullptr;
  std::size_t capacity = 0;  // bytes; what stands at any offset below it is mapped this far

  static int give(void* state, void* data, std::size_t size) noexcept {
    const State& self = *static_cast<State*>(state);
    if (size > self.capacity) return -EBADMSG;
    const auto* record = static_cast<const std::byte*>(data);
    fetch_ahead(record, size);
    return self.running->give({record, size}) ? 0 : kStop;
  }
};

RingBuffer::RingBuffer(std::unique_ptr<State> state) : state_(std::move(state)) {}
RingBuffer::RingBuffer(RingBuffer&&) noexcept = default;
RingBuffer& RingBuffer::operator=(RingBuffer&&) noexcept = default;
RingBuffer::~RingBuffer() = default;

Result<RingBuffer> RingBuffer::open(const Map& map) {
  if (map.info().type != BPF_MAP_TYPE_RINGBUF) return no_ring(map);
  auto state = std::make_unique<State>();
  state->capacity = map.info().max_entries;
  WAGGLE_TRY(state->map, UniqueFd::duplicate(map.fd()));
  const LibbpfLog log;
  state->ring.reset(::ring_buffer__new(state->map.get(), &State::give, state.get(), nullptr));
  if (!state->ring) return errno_error(fmt::format("opening ring buffer '{}'", map.info().name));
  return RingBuffer(std::move(state));
}

// The map's own descriptor polls like libbpf's epoll descriptor over it, one step less.
int RingBuffer::fd() const { return state_->map.get(); }

std::uint64_t RingBuffer::filled() const { return ::ring__avail_data_size(::ring_buffer__ring(state_->ring.get(), 0)); }

bool RingBuffer::busy() const { return state_->running != nullptr; }

Result<int> RingBuffer::consume(const RecordCallback& callback, std::size_t limit) {
  if (busy()) return Error(EBUSY);
  if (limit == 0) return 0;
  Consumption consumption(callback, limit);
  state_->running = &consumption;
  const Defer done([this] { state_->running = nullptr; });
  const int result = ::ring_buffer__consume(state_->ring.get());
  if (result < 0 && !consumption.finished()) return Error(-result);
  return consumption.result();
}

}  // namespace waggle::bpf
