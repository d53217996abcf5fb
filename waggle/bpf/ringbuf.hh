// The consumer of one BPF ring buffer: every record once, in the order of reservation. It
// consumes and never waits; waiting on fd() is its owner's business.
#pragma once

#include <memory>

#include "waggle/base/mapping.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/consumer.hh"
#include "waggle/bpf/map.hh"

namespace waggle::bpf {

// A ring buffer as memory, for those who use it in place (Linux: kernel/bpf/ringbuf.c). The Mappings
// borrow the map's descriptor.
struct RingMappings {
  Mapping consumer;           // one page; its first word is the consumer's position
  Mapping producer_and_data;  // one page with the producer's position, then the data twice
};
// For the consumer, whose page is read-write and all else read-only. EINVAL for a map that is no ring buffer.
Result<RingMappings> ring_mappings(const Map& map);
// For the producer of a user ring buffer, where it is the other way round. EINVAL for any other map.
Result<RingMappings> user_ring_mappings(const Map& map);

class RingBuffer {
 public:
  // The map may be closed afterwards. EINVAL for a map that is no ring buffer.
  static Result<RingBuffer> open(const Map& map);
  RingBuffer(RingBuffer&&) noexcept;
  RingBuffer& operator=(RingBuffer&&) noexcept;
  // Must not run inside the callback of its own consume(); see busy().
  ~RingBuffer();

  // Readable while unconsumed data stands in the buffer.
  [[nodiscard]] int fd() const;
  // Bytes that stand in the buffer at the moment, with the headers of their records.
  [[nodiscard]] std::uint64_t filled() const;
  // consume() is running, further down this stack.
  [[nodiscard]] bool busy() const;

  // Gives what stands in the buffer to `callback`, at most `limit` records. Returns how many, or
  // the negative answer of the callback that stopped it. EBUSY when called from a callback of
  // this buffer. Stops early at a record that its producer has not submitted yet. EBADMSG where
  // whoever else may write the consumer's page left its position inside a record.
  Result<int> consume(const RecordCallback& callback, std::size_t limit = kNoLimit);

 private:
  struct State;
  explicit RingBuffer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::bpf
