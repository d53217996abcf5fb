#include "waggle/bpf/perfbuf.hh"

#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <linux/perf_event.h>
#include <unistd.h>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/defer.hh"
#include "waggle/bpf/libbpf_log.hh"

namespace waggle::bpf {
namespace {

// The layouts of PERF_RECORD_SAMPLE with PERF_SAMPLE_RAW and of PERF_RECORD_LOST, perf_event_open(2).
struct RawSample {
  perf_event_header header;
  std::uint32_t size;
  std::byte data[1];
};
struct LostRecord {
  perf_event_header header;
  std::uint64_t id;
  std::uint64_t lost;
};
// read(2) of an event with PERF_FORMAT_LOST alone.
struct Reading {
  std::uint64_t value;
  std::uint64_t lost;
};

perf_event_attr bpf_output(bool counts_losses) {
  perf_event_attr attr{};
  attr.size = sizeof attr;
  attr.type = PERF_TYPE_SOFTWARE;
  attr.config = PERF_COUNT_SW_BPF_OUTPUT;
  attr.sample_type = PERF_SAMPLE_RAW;
  attr.wakeup_events = 1;
  attr.read_format = counts_losses ? PERF_FORMAT_LOST : 0;
  return attr;
}

}  // namespace

struct PerfBuffer::State {
  UniqueFd map;
  // After `map`: closing the rings takes them out of the map.
  CPtr<perf_buffer, perf_buffer__free> rings;
  Consumption* running = nullptr;
  std::size_t next_ring = 0;
  bool exact = false;
  std::uint64_t lost_by_records = 0;

  bool open(std::size_t pages, bool counts_losses);
  static bpf_perf_event_ret receive(void* state, int cpu, perf_event_header* header) noexcept;
};

bool PerfBuffer::State::open(std::size_t pages, bool counts_losses) {
  perf_event_attr attr = bpf_output(counts_losses);
  rings.reset(::perf_buffer__new_raw(map.get(), pages, &attr, &State::receive, this, nullptr));
  exact = counts_losses;
  return rings != nullptr;
}

bpf_perf_event_ret PerfBuffer::State::receive(void* state, int /*cpu*/, perf_event_header* header) noexcept {
  auto& self = *static_cast<State*>(state);
  if (header->type == PERF_RECORD_LOST) self.lost_by_records += reinterpret_cast<const LostRecord*>(header)->lost;
  if (header->type != PERF_RECORD_SAMPLE) return LIBBPF_PERF_EVENT_CONT;
  const auto* sample = reinterpret_cast<const RawSample*>(header);
  const Bytes record(static_cast<const std::byte*>(sample->data), sample->size);
  return self.running->give(record) ? LIBBPF_PERF_EVENT_CONT : LIBBPF_PERF_EVENT_DONE;
}

PerfBuffer::PerfBuffer(std::unique_ptr<State> state) : state_(std::move(state)) {}
PerfBuffer::PerfBuffer(PerfBuffer&&) noexcept = default;
PerfBuffer& PerfBuffer::operator=(PerfBuffer&&) noexcept = default;
PerfBuffer::~PerfBuffer() = default;

Result<PerfBuffer> PerfBuffer::open(const Map& map, std::size_t pages) {
  const MapInfo& info = map.info();
  if (info.type != BPF_MAP_TYPE_PERF_EVENT_ARRAY)
    return Error(EINVAL, fmt::format("map '{}' is no perf event array but {}", info.name, map_type_name(info.type)));
  auto state = std::make_unique<State>();
  WAGGLE_TRY(state->map, UniqueFd::duplicate(map.fd()));
  const LibbpfLog log;
  // A kernel that cannot count losses refuses the attribute with EINVAL.
  const bool opened = state->open(pages, true) || (errno == EINVAL && state->open(pages, false));
  if (!opened) return errno_error(fmt::format("opening perf buffer '{}' with {} pages per CPU", info.name, pages));
  return PerfBuffer(std::move(state));
}

int PerfBuffer::fd() const { return ::perf_buffer__epoll_fd(state_->rings.get()); }

bool PerfBuffer::busy() const { return state_->running != nullptr; }

Result<int> PerfBuffer::consume(const RecordCallback& callback, std::size_t limit) {
  if (busy()) return Error(EBUSY);
  if (limit == 0) return 0;
  Consumption consumption(callback, limit);
  state_->running = &consumption;
  const Defer done([this] { state_->running = nullptr; });
  const std::size_t rings = ::perf_buffer__buffer_cnt(state_->rings.get());
  for (std::size_t turn = 0; turn < rings && !consumption.finished(); ++turn) {
    const std::size_t ring = std::exchange(state_->next_ring, (state_->next_ring + 1) % rings);
    // Fails only where libbpf has no memory to join a record that wraps; the record stays.
    if (::perf_buffer__consume_buffer(state_->rings.get(), ring) < 0) return Error(ENOMEM);
  }
  return consumption.result();
}

Result<PerfLosses> PerfBuffer::lost() const {
  if (!state_->exact) return PerfLosses{state_->lost_by_records, false};
  PerfLosses losses{0, true};
  const std::size_t rings = ::perf_buffer__buffer_cnt(state_->rings.get());
  for (std::size_t ring = 0; ring < rings; ++ring) {
    Reading reading{};
    const int fd = ::perf_buffer__buffer_fd(state_->rings.get(), ring);
    if (::read(fd, &reading, sizeof reading) != sizeof reading) return errno_error("reading a perf buffer's losses");
    losses.count += reading.lost;
  }
  return losses;
}

}  // namespace waggle::bpf
