// The consumer of one perf event array: one ring per CPU, every record once, in order within a
// CPU, and the losses counted. It consumes and never waits; waiting on fd() is its owner's
// business.
#pragma once

#include <cstdint>
#include <memory>

#include "waggle/base/result.hh"
#include "waggle/bpf/consumer.hh"
#include "waggle/bpf/map.hh"

namespace waggle::bpf {

// Records the kernel threw away because a ring was full.
struct PerfLosses {
  std::uint64_t count = 0;
  // By PERF_FORMAT_LOST (Linux 6.0): every loss so far. Else by the loss records consumed so far,
  // which the kernel writes only before a later record that fits.
  bool exact = false;
};

class PerfBuffer {
 public:
  static constexpr std::size_t kDefaultPages = 64;

  // Opens a ring of `pages` (a power of two) on every online CPU and enters it into the map. The
  // map may be closed afterwards. EINVAL for a map that is no perf event array; EPERM without
  // CAP_PERFMON.
  static Result<PerfBuffer> open(const Map& map, std::size_t pages = kDefaultPages);
  PerfBuffer(PerfBuffer&&) noexcept;
  PerfBuffer& operator=(PerfBuffer&&) noexcept;
  // Takes the rings out of the map. Must not run inside the callback of its own consume().
  ~PerfBuffer();

  // Readable when records came. The kernel says so once per wake-up, not as long as data stands
  // there: consume() first, and wait only after it returned 0.
  [[nodiscard]] int fd() const;
  // consume() is running, further down this stack.
  [[nodiscard]] bool busy() const;

  // Gives what stands in the rings to `callback`, at most `limit` records. Returns how many, or
  // the negative answer of the callback that stopped it; the next run begins with the CPU behind
  // the one it stopped at, so that none starves. EBUSY when called from a callback of this
  // buffer. A record has up to 7 bytes of padding at its end, as perf gives it.
  Result<int> consume(const RecordCallback& callback, std::size_t limit = kNoLimit);

  // Since open().
  [[nodiscard]] Result<PerfLosses> lost() const;

 private:
  struct State;
  explicit PerfBuffer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::bpf
