// The ring and perf buffers of a loaded object, read together: every record goes to a sink as an event of its type.
// Never waits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/bpf/perfbuf.hh"
#include "waggle/bpf/ringbuf.hh"
#include "waggle/event/event.hh"
#include "waggle/loader/event_types.hh"

namespace waggle::loader {

// What a buffer could not hold.
struct Losses {
  std::string map;
  std::optional<std::uint64_t> count;  // nullopt: nobody counts them
  bool exact = false;
  std::uint64_t capacity = 0, fullest = 0;  // of a ring buffer, bytes: how full it was found at most
};

class Buffers {
 public:
  // Opens a consumer for every ring buffer and perf event array.
  static Result<Buffers> open(Loaded& loaded, const EventTyping& typing, std::uint32_t perf_pages);

  [[nodiscard]] bool empty() const { return all_.empty(); }
  // Readable when there is something to consume.
  [[nodiscard]] std::vector<int> descriptors() const;
  [[nodiscard]] std::vector<const event::Stream*> streams() const;
  // Gives what stands there to `sink`, at most `limit` events. How many; the sink's error ends it.
  Result<std::size_t> consume(event::Sink& sink, std::size_t limit);
  [[nodiscard]] Result<std::vector<Losses>> losses() const;

 private:
  struct Buffer {
    std::string map;
    EventTypes types;
    std::variant<bpf::RingBuffer, bpf::PerfBuffer> source;
    std::uint64_t capacity = 0;
    std::uint64_t fullest = 0;

    [[nodiscard]] int descriptor() const;
    Result<int> consume(event::Sink& sink, std::size_t limit);
  };
  Buffers() = default;

  std::vector<Buffer> all_;
};

}  // namespace waggle::loader
