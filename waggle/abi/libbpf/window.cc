// Maps as memory of the guest; where that cannot be, copies.
#include <cstring>

#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/abi/map_descriptor.hh"
#include "waggle/base/bytes.hh"
#include "waggle/bpf/ring_guard.hh"

namespace waggle::abi::libbpf {
namespace {

Result<void> may_consume(Guest& guest) {
  std::optional<bool>& guarded = state_of(guest).rings_are_guarded;
  if (!guarded) {
    WAGGLE_TRY(guarded, bpf::kernel_checks_ring_consumers());
  }
  if (!*guarded) return Error(EINVAL);
  return {};
}

Result<Mapping> mapping_of(Guest& guest, const bpf::Map& map, std::uint32_t part) {
  if (part == WAGGLE_WINDOW_VALUES) return map.mapping();
  if (part != WAGGLE_WINDOW_CONSUMER && part != WAGGLE_WINDOW_PRODUCER) return Error(EINVAL);
  auto ring = bpf::ring_mappings(map);
  if (ring.ok() && part == WAGGLE_WINDOW_CONSUMER) WAGGLE_CHECK(may_consume(guest));
  if (!ring.ok()) ring = bpf::user_ring_mappings(map);
  WAGGLE_TRY(const bpf::RingMappings both, std::move(ring));
  return part == WAGGLE_WINDOW_CONSUMER ? both.consumer : both.producer_and_data;
}

}  // namespace

Result<void> open_window(Guest& guest, std::uint32_t place, std::uint32_t length, const Mapping& mapping) {
  if (length != mapping.length) return Error(EINVAL);
  vm::Memory* const memory = guest.memory();
  if (memory == nullptr) return Error(EFAULT);
  WAGGLE_TRY(vm::Window window, memory->open_window(place, mapping));
  state_of(guest).windows.emplace(place, std::move(window));
  return {};
}

Result<std::int32_t> map_window(Guest& guest, Fd fd, std::uint32_t place, std::uint32_t length, std::uint32_t part) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  WAGGLE_TRY(const Mapping mapping, mapping_of(guest, *map, part));
  WAGGLE_CHECK(open_window(guest, place, length, mapping));
  return mapping.protection == Protection::read ? 1 : 0;
}

Result<void> close_window(Guest& guest, std::uint32_t place) {
  if (state_of(guest).windows.erase(place) == 0) return Error(EINVAL);
  return {};
}

Result<Handle<RingCopy>> open_ring_copy(Guest& guest, Fd fd) {
  WAGGLE_TRY(const auto* map, map_of(guest, fd));
  WAGGLE_TRY(bpf::RingBuffer ring, bpf::RingBuffer::open(*map));
  return add(guest, std::make_shared<RingCopy>(std::move(ring), map->info().max_entries));
}

Result<std::int32_t> read_ring_copy(Guest& guest, Handle<RingCopy> ring, Out records) {
  WAGGLE_TRY(const auto found, find(guest, ring));
  const auto keep = [&copy = *found](Bytes record) {
    std::memcpy(copy.record.get(), record.data(), record.size());
    copy.waiting = record.size();
    return 0;
  };
  MutableBytes room = records.bytes;
  for (;;) {
    if (!found->waiting) {
      WAGGLE_TRY(const int taken, found->ring.consume(keep, 1));
      if (taken == 0) break;
    }
    const waggle_record header{static_cast<std::uint32_t>(*found->waiting), 0};
    const std::size_t whole = align_up(sizeof header + header.size, 8);
    if (whole > room.size()) {
      if (room.size() == records.bytes.size()) return Error(ENOBUFS);
      break;
    }
    std::memcpy(room.data(), &header, sizeof header);
    std::memcpy(room.data() + sizeof header, found->record.get(), header.size);
    room = room.subspan(whole);
    found->waiting.reset();
  }
  return static_cast<std::int32_t>(records.bytes.size() - room.size());
}

Result<void> close_ring_copy(Guest& guest, Handle<RingCopy> ring) {
  WAGGLE_TRY(const auto found, find(guest, ring));
  return state_of(guest).things.close({ring.id});
}

}  // namespace waggle::abi::libbpf
