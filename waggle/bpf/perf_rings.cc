#include "waggle/bpf/perf_rings.hh"

#include <bpf/bpf.h>
#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"

namespace waggle::bpf {
namespace {

constexpr std::uint64_t kMaxCpuList = 1 << 16;

std::size_t page_size() { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

// "0-3,8" of /sys/devices/system/cpu/online.
Result<std::vector<int>> online_cpus() {
  WAGGLE_TRY(const ByteVector text, read_file("/sys/devices/system/cpu/online", kMaxCpuList));
  std::string_view list = as_text(text);
  if (list.ends_with('\n')) list.remove_suffix(1);
  std::vector<int> cpus;
  for (const std::string_view range : split(list, ',')) {
    const auto [first, last] = split_once(range, '-');
    WAGGLE_TRY(const int from, parse_number<int>(first));
    WAGGLE_TRY(const int to, parse_number<int>(last.value_or(first)));
    for (int cpu = from; cpu <= to; ++cpu) cpus.push_back(cpu);
  }
  return cpus;
}

perf_event_mmap_page& page_of(void* base) { return *static_cast<perf_event_mmap_page*>(base); }

std::uint64_t head_of(void* base) { return std::atomic_ref(page_of(base).data_head).load(std::memory_order_acquire); }
std::uint64_t tail_of(void* base) { return std::atomic_ref(page_of(base).data_tail).load(std::memory_order_relaxed); }

}  // namespace

PerfRings::Memory::~Memory() {
  if (base_ != nullptr) ::munmap(base_, size_);
}

Result<std::vector<PerfRings::Slot>> PerfRings::online(const Map& map) {
  WAGGLE_TRY(const std::vector<int> cpus, online_cpus());
  std::vector<Slot> slots;
  for (const int cpu : cpus)
    if (static_cast<std::uint32_t>(cpu) < map.info().max_entries)
      slots.push_back({cpu, static_cast<std::uint32_t>(cpu)});
  return slots;
}

ByteVector PerfRings::output_attribute(std::uint32_t period) {
  perf_event_attr attribute{};
  attribute.size = sizeof attribute;
  attribute.type = PERF_TYPE_SOFTWARE;
  attribute.config = PERF_COUNT_SW_BPF_OUTPUT;
  attribute.sample_type = PERF_SAMPLE_RAW;
  attribute.sample_period = period;
  attribute.wakeup_events = period;
  const auto bytes = std::as_bytes(std::span(&attribute, 1));
  return {bytes.begin(), bytes.end()};
}

bool PerfRings::is_output(Bytes given) {
  perf_event_attr attribute{};
  std::memcpy(&attribute, given.data(), std::min(given.size(), sizeof attribute));
  return attribute.type == PERF_TYPE_SOFTWARE && attribute.config == PERF_COUNT_SW_BPF_OUTPUT &&
         attribute.sample_type == PERF_SAMPLE_RAW && attribute.sigtrap == 0;
}

Result<PerfRings> PerfRings::open(const Map& map, std::size_t pages, Bytes attribute, std::span<const Slot> slots) {
  if (map.info().type != BPF_MAP_TYPE_PERF_EVENT_ARRAY)
    return Error(
        EINVAL, fmt::format("map '{}' is no perf event array but {}", map.info().name, map_type_name(map.info().type)));
  if (pages == 0 || (pages & (pages - 1)) != 0) return Error(EINVAL);
  WAGGLE_TRY(UniqueFd owned, UniqueFd::duplicate(map.fd()));
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return errno_error("epoll_create1");
  PerfRings rings(std::move(owned), std::move(epoll));
  for (const Slot slot : slots) WAGGLE_CHECK(rings.add(slot, pages, attribute));
  return rings;
}

PerfRings::~PerfRings() {
  for (const Ring& ring : rings_) static_cast<void>(::bpf_map_delete_elem(map_.get(), &ring.slot.key));
}

Result<void> PerfRings::add(Slot slot, std::size_t pages, Bytes attribute) {
  ByteVector copy(std::max(attribute.size(), sizeof(perf_event_attr)));
  std::ranges::copy(attribute, copy.begin());
  UniqueFd event(static_cast<int>(::syscall(SYS_perf_event_open, copy.data(), -1, slot.cpu, -1, PERF_FLAG_FD_CLOEXEC)));
  if (!event) return errno_error(fmt::format("opening a perf ring on CPU {}", slot.cpu));
  const std::size_t size = page_size() * (pages + 1);
  void* const base = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, event.get(), 0);
  if (base == MAP_FAILED) return errno_error(fmt::format("mapping {} pages of perf ring", pages));
  Memory memory(base, size);
  if (::ioctl(event.get(), PERF_EVENT_IOC_ENABLE, 0) < 0) return errno_error("enabling a perf ring");
  epoll_event interest{.events = EPOLLIN, .data = {.fd = event.get()}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, event.get(), &interest) < 0) return errno_error("epoll_ctl");
  const int fd = event.get();
  if (const int result = ::bpf_map_update_elem(map_.get(), &slot.key, &fd, BPF_ANY); result < 0)
    return Error(-result).context("entering a perf ring into its map");
  rings_.push_back({slot, std::move(event), std::move(memory)});
  return {};
}

std::size_t PerfRings::data_size(std::size_t ring) const { return rings_[ring].memory.size() - page_size(); }

Mapping PerfRings::mapping(std::size_t ring) const {
  return {rings_[ring].event.get(), 0, rings_[ring].memory.size(), Protection::read};
}

Result<void> PerfRings::publish(std::size_t ring, std::uint64_t tail) {
  void* const base = rings_[ring].memory.base();
  // Behind what was published and not ahead of what was written.
  if (tail - tail_of(base) > head_of(base) - tail_of(base)) return Error(EINVAL);
  std::atomic_ref(page_of(base).data_tail).store(tail, std::memory_order_release);
  return {};
}

void PerfRings::read(std::size_t ring, std::uint64_t from, MutableBytes to) const {
  const std::size_t size = data_size(ring);
  const auto* const data = static_cast<const std::byte*>(rings_[ring].memory.base()) + page_size();
  const std::size_t at = from & (size - 1);
  const std::size_t first = std::min(to.size(), size - at);
  std::memcpy(to.data(), data + at, first);
  std::memcpy(to.data() + first, data, to.size() - first);
}

Result<std::size_t> PerfRings::copy(std::size_t ring, MutableBytes to) {
  void* const base = rings_[ring].memory.base();
  const std::uint64_t head = head_of(base), tail = tail_of(base);
  std::uint64_t at = tail;
  while (at < head) {
    perf_event_header header;
    read(ring, at, std::as_writable_bytes(std::span(&header, 1)));
    if (header.size < sizeof header || header.size > head - at) return Error(EBADMSG);
    if (at - tail + header.size > to.size()) break;
    read(ring, at, to.subspan(at - tail, header.size));
    at += header.size;
  }
  if (at == tail && head != tail) return Error(ENOBUFS);
  WAGGLE_CHECK(publish(ring, at));
  return static_cast<std::size_t>(at - tail);
}

}  // namespace waggle::bpf
