// Perf buffers: rings that the guest reads itself, in windows.
#include <cstring>

#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/abi/map_descriptor.hh"
#include "waggle/sys/file.hh"
#include "waggle/sys/perf_event.hh"

namespace waggle::abi::libbpf {
namespace {

// Of one guest's buffer; more than any machine has CPUs.
constexpr std::size_t kMostRings = 4096;
constexpr std::size_t kPage = 4096;  // at least

// The kernel's memory for the rings counts as the guest's.
Result<Handle<PerfBuffer>> open(Guest& guest, const bpf::Map& map, std::uint32_t pages, Bytes attribute,
                                std::span<const bpf::PerfRings::Slot> slots) {
  WAGGLE_TRY(Charge memory, guest.object_bytes.take(slots.size() * pages * kPage));
  WAGGLE_TRY(bpf::PerfRings rings, bpf::PerfRings::open(map, pages, attribute, slots));
  return add(guest, std::make_shared<PerfBuffer>(std::move(rings), std::move(memory)));
}

Result<std::vector<bpf::PerfRings::Slot>> slots_of(const bpf::Map& map, Bytes cpus, Bytes keys) {
  if (cpus.empty()) return bpf::PerfRings::online(map);
  if (cpus.size() != keys.size() || cpus.size() % sizeof(std::int32_t) != 0) return Error(EINVAL);
  std::vector<bpf::PerfRings::Slot> slots(cpus.size() / sizeof(std::int32_t));
  if (slots.size() > kMostRings) return Error(E2BIG);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    std::memcpy(&slots[i].cpu, &cpus[i * sizeof(std::int32_t)], sizeof(std::int32_t));
    std::memcpy(&slots[i].key, &keys[i * sizeof(std::int32_t)], sizeof(std::int32_t));
  }
  return slots;
}

// EINVAL for a ring that it does not have.
Result<std::shared_ptr<PerfBuffer>> buffer_of(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring) {
  WAGGLE_TRY(auto found, find(guest, buffer));
  if (ring >= found->rings.count()) return Error(EINVAL);
  return found;
}

// As a file, which the guest waits for.
Result<Fd> number_of(Guest& guest, OwnNumber& number, int fd) {
  WAGGLE_TRY(const int given, number.get(
                                  guest.descriptors,
                                  [&]() -> Result<sys::DescriptorRef> {
                                    WAGGLE_TRY(UniqueFd copy, UniqueFd::duplicate(fd));
                                    return sys::DescriptorRef(std::make_shared<KernelObject>(std::move(copy)));
                                  },
                                  kLowest));
  return Fd{given};
}

}  // namespace

Result<Handle<PerfBuffer>> open_perf_buffer(Guest& guest, Fd fd, std::uint32_t pages, std::uint32_t sample_period) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  WAGGLE_TRY(const auto slots, bpf::PerfRings::online(*map));
  const ByteVector attribute = bpf::PerfRings::output_attribute(sample_period == 0 ? 1 : sample_period);
  return open(guest, *map, pages, attribute, slots);
}

Result<Handle<PerfBuffer>> open_raw_perf_buffer(Guest& guest, Fd fd, std::uint32_t pages, In attributes, In cpus,
                                                In keys) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  WAGGLE_TRY(const auto attribute, sys::PerfEvent::parse(attributes.bytes));
  const Bytes vetted = std::as_bytes(std::span(&attribute, 1));
  if (!bpf::PerfRings::is_output(vetted)) WAGGLE_CHECK(guest.policy.check(policy::Grant::perf_events));
  WAGGLE_TRY(const auto slots, slots_of(*map, cpus.bytes, keys.bytes));
  return open(guest, *map, pages, vetted, slots);
}

Result<void> close_perf_buffer(Guest& guest, Handle<PerfBuffer> buffer) {
  WAGGLE_TRY(const auto found, find(guest, buffer));
  for (const auto& [ring, place] : found->windows) state_of(guest).windows.erase(place);
  for (const OwnNumber& number : found->numbers) number.close(guest.descriptors);
  found->epoll.close(guest.descriptors);
  return state_of(guest).things.close({buffer.id});
}

Result<std::int32_t> perf_ring_count(Guest& guest, Handle<PerfBuffer> buffer) {
  WAGGLE_TRY(const auto found, find(guest, buffer));
  return static_cast<std::int32_t>(found->rings.count());
}

Result<void> perf_ring(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring, Give<waggle_perf_ring> info) {
  WAGGLE_TRY(const auto found, buffer_of(guest, buffer, ring));
  info.set({found->rings.cpu(ring), static_cast<std::uint32_t>(found->rings.mapping(ring).length)});
  return {};
}

Result<Fd> perf_ring_fd(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring) {
  WAGGLE_TRY(const auto found, buffer_of(guest, buffer, ring));
  return number_of(guest, found->numbers[ring], found->rings.fd(ring));
}

Result<Fd> perf_epoll_fd(Guest& guest, Handle<PerfBuffer> buffer) {
  WAGGLE_TRY(const auto found, find(guest, buffer));
  return number_of(guest, found->epoll, found->rings.epoll_fd());
}

Result<void> perf_window(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring, std::uint32_t place,
                         std::uint32_t length) {
  WAGGLE_TRY(const auto found, buffer_of(guest, buffer, ring));
  if (found->windows.contains(ring)) return Error(EBUSY);
  WAGGLE_CHECK(open_window(guest, place, length, found->rings.mapping(ring)));
  found->windows.emplace(ring, place);
  return {};
}

Result<void> publish_perf_tail(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring, std::uint64_t tail) {
  WAGGLE_TRY(const auto found, buffer_of(guest, buffer, ring));
  return found->rings.publish(ring, tail);
}

Result<std::int32_t> read_perf_ring(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring, Out records) {
  WAGGLE_TRY(const auto found, buffer_of(guest, buffer, ring));
  WAGGLE_TRY(const std::size_t taken, found->rings.copy(ring, records.bytes));
  return static_cast<std::int32_t>(taken);
}

}  // namespace waggle::abi::libbpf
