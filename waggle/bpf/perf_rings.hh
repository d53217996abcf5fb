// The rings of a perf event array as memory, for consumers that read them in place: one on each CPU,
// entered into the map. It moves no record by itself; PerfBuffer is the consumer that does. The layout
// is that of perf_event_open(2), "MMAP layout".
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/mapping.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/map.hh"

namespace waggle::bpf {

class PerfRings {
 public:
  // One ring: on which CPU, and at which key it stands in the map.
  struct Slot {
    int cpu;
    std::uint32_t key;
  };

  // Every online CPU for which the map has an entry.
  static Result<std::vector<Slot>> online(const Map& map);
  // The attribute for records that programs write with bpf_perf_event_output(), a wake-up for each `period`.
  static ByteVector output_attribute(std::uint32_t period);
  // Whether `attribute` (a perf_event_attr, as long as the guest knows it) is of that kind and nothing else.
  static bool is_output(Bytes attribute);

  // Opens a ring of `pages` (a power of two) for each slot. The map may be closed afterwards. EINVAL for
  // a map that is no perf event array.
  static Result<PerfRings> open(const Map& map, std::size_t pages, Bytes attribute, std::span<const Slot> slots);
  PerfRings(PerfRings&&) noexcept = default;
  // Takes the rings out of the map.
  ~PerfRings();

  [[nodiscard]] std::size_t count() const { return rings_.size(); }
  [[nodiscard]] int cpu(std::size_t ring) const { return rings_[ring].slot.cpu; }
  [[nodiscard]] int fd(std::size_t ring) const { return rings_[ring].event.get(); }
  // Readable once for each wake-up of any ring: consume all of them before waiting again.
  [[nodiscard]] int epoll_fd() const { return epoll_.get(); }

  // The ring read-only: one page, whose data_head the kernel moves, then the data. Borrows its descriptor.
  [[nodiscard]] Mapping mapping(std::size_t ring) const;
  // Gives everything before `tail` back to the kernel. EINVAL for a place that no consumer can be at.
  [[nodiscard]] Result<void> publish(std::size_t ring, std::uint64_t tail);
  // For those who cannot map: copies whole records, and publishes behind them. The number of bytes; 0 where
  // there is none; ENOBUFS where the first one does not fit.
  [[nodiscard]] Result<std::size_t> copy(std::size_t ring, MutableBytes to);

 private:
  // The host's own mapping: only a writable one tells the kernel that there is a consumer.
  class Memory {
   public:
    Memory(void* base, std::size_t size) : base_(base), size_(size) {}
    Memory(Memory&& other) noexcept : base_(std::exchange(other.base_, nullptr)), size_(other.size_) {}
    Memory& operator=(Memory&&) = delete;
    ~Memory();
    [[nodiscard]] void* base() const { return base_; }
    [[nodiscard]] std::size_t size() const { return size_; }

   private:
    void* base_;
    std::size_t size_;
  };
  struct Ring {
    Slot slot;
    UniqueFd event;
    Memory memory;
  };

  PerfRings(UniqueFd map, UniqueFd epoll) : map_(std::move(map)), epoll_(std::move(epoll)) {}
  Result<void> add(Slot slot, std::size_t pages, Bytes attribute);
  [[nodiscard]] std::size_t data_size(std::size_t ring) const;
  void read(std::size_t ring, std::uint64_t from, MutableBytes to) const;

  UniqueFd map_;
  UniqueFd epoll_;
  std::vector<Ring> rings_;
};

}  // namespace waggle::bpf
