// A ring or perf buffer that a guest polls: gives what stands in it to the guest's callback. Waiting
// for more is its caller's business.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/map.hh"
#include "waggle/vm/ring_consumer.hh"

namespace waggle::abi {

struct Guest;

// The guest's int (*)(void *ctx, void *data, size_t size) and where it wants each record.
struct Sample {
  std::string_view callee;  // an exported function; empty: recipient.function of the guest's table
  vm::Recipient recipient;
  MutableBytes data;  // the host's view of [recipient.data, + recipient.room)
};

// Borrows the map and the guest's Store.
class Buffer {
 public:
  // EINVAL for a map of another type.
  static Result<std::unique_ptr<Buffer>> open(const bpf::Map& map);
  Buffer(const Buffer&) = delete;
  virtual ~Buffer() = default;

  // Readable while there is something to deliver.
  [[nodiscard]] virtual int fd() const = 0;
  // deliver() is running, further down this stack.
  [[nodiscard]] bool busy() const { return busy_; }
  // Every record once, in order, cut to the room there is. Returns how many, or the negative answer
  // of the callback that stopped it. A request to stop is answered after the record at hand, also
  // where the buffer never runs dry. A callback that traps ends the guest. EBUSY inside itself.
  Result<std::int32_t> deliver(Guest& guest, const Sample& sample);

 protected:
  Buffer() = default;
  virtual Result<std::int32_t> give(Guest& guest, const Sample& sample) = 0;

 private:
  bool busy_ = false;
};

}  // namespace waggle::abi
