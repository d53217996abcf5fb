// Consumes a BPF ring buffer for a guest without leaving wasm: a small instance of our own, with the
// ring as one memory and the guest's as the other, copies record after record to where the guest
// wants them and calls its function. Calling in from the host for each takes four times as long. The
// ring's layout is that of Linux, kernel/bpf/ringbuf.c.
#pragma once

#include <cstdint>
#include <memory>

#include "waggle/base/mapping.hh"
#include "waggle/base/result.hh"
#include "waggle/vm/module.hh"

struct wasmtime_context;
struct wasmtime_extern;

namespace waggle::vm {

// A ring buffer as the kernel gives it. The Mappings borrow the map's descriptor.
struct Ring {
  Mapping consumer;           // one page, read-write; its first word is the consumer's position
  Mapping producer_and_data;  // read-only: one page with the producer's position, then the data twice
};

// Where records go: to `function` (int (*)(context, data, size)), copied to [data, data + room) of
// the guest's memory, longer ones cut there.
struct Recipient {
  std::uint32_t function = 0;  // in the guest's table; without meaning where an export is called
  std::uint32_t context = 0;
  std::uint32_t data = 0;
  std::uint32_t room = 0;
};

// Lives in a Store, which lends it (Store::ring_consumer), since what the engine has instantiated
// stays until the store goes.
class RingConsumer {
 public:
  // `callee`: the guest's table, or a function of type iii)i.
  static Result<std::unique_ptr<RingConsumer>> create(Engine& engine, const Compile& compile, wasmtime_context* context,
                                                      const wasmtime_extern& memory, const wasmtime_extern& callee);
  RingConsumer(const RingConsumer&) = delete;
  ~RingConsumer();

  // Takes a ring, in place of any other. The descriptor may be closed afterwards.
  Result<void> open(const Ring& ring);
  // Lets go of the ring.
  void close();

  // Gives what stands in the ring to `recipient`, each record once and in order, at most `limit`.
  // Returns how many, or the negative answer of the function, which stopped it: that record counts
  // as consumed. Stops early at a record not submitted yet, and after interrupt(). A Trap is the
  // Detail where the guest did not return. Must not run inside itself; [data, data + room) must be
  // writable.
  Result<std::int32_t> consume(const Recipient& recipient, std::int32_t limit);

  // Makes a consume() that is running return after the record it is at.
  void interrupt();

 private:
  struct State;
  explicit RingConsumer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::vm
