#include "waggle/abi/buffer.hh"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <string>

#include "waggle/abi/guest.hh"
#include "waggle/base/defer.hh"
#include "waggle/bpf/perfbuf.hh"
#include "waggle/bpf/ringbuf.hh"
#include "waggle/sys/stop.hh"
#include "waggle/vm/trap.hh"

namespace waggle::abi {
namespace {

constexpr std::string_view kSampleType = "iii)i";

// Records go from the ring to the guest inside wasm.
class Ring final : public Buffer {
 public:
  Ring(const bpf::Map& map, vm::Ring ring) : map_(map), ring_(ring) {}
  int fd() const override { return map_.fd(); }

 private:
  Result<std::int32_t> give(Guest& guest, const Sample& sample) override {
    if (!consumer_ || callee_ != sample.callee) {
      consumer_.reset();
      WAGGLE_TRY(consumer_, guest.store.ring_consumer(ring_, sample.callee));
      callee_ = sample.callee;
    }
    const std::int32_t limit = guest.stop.asked() ? 1 : std::numeric_limits<std::int32_t>::max();
    return consumer_->consume(sample.recipient, limit);
  }

  const bpf::Map& map_;
  vm::Ring ring_;
  std::string callee_;
  vm::RingLease consumer_{nullptr, {}};
};

// Records are copied by the host, which calls the guest for each.
class Perf final : public Buffer {
 public:
  explicit Perf(bpf::PerfBuffer buffer) : buffer_(std::move(buffer)) {}
  int fd() const override { return buffer_.fd(); }

 private:
  Result<std::int32_t> give(Guest& guest, const Sample& sample) override {
    constexpr int kStopped = -1;  // told from the guest's answers by `failure` and `interrupted`
    std::optional<Error> failure;
    bool interrupted = false;
    std::int32_t delivered = 0;
    auto consumed = buffer_.consume([&](Bytes record) {
      auto answer = call(guest, sample, record);
      if (!answer.ok()) return failure.emplace(std::move(answer).error()), kStopped;
      ++delivered;
      if (*answer >= 0 && guest.stop.asked()) return interrupted = true, kStopped;
      return *answer;
    });
    if (failure) return std::move(*failure);
    return interrupted ? Result<std::int32_t>(delivered) : std::move(consumed);
  }

  static Result<std::int32_t> call(Guest& guest, const Sample& sample, Bytes record) {
    const std::size_t size = std::min(record.size(), sample.data.size());
    std::memcpy(sample.data.data(), record.data(), size);
    vm::Slot slots[3];
    slots[0].i32 = static_cast<std::int32_t>(sample.recipient.context);
    slots[1].i32 = static_cast<std::int32_t>(sample.recipient.data);
    slots[2].i32 = static_cast<std::int32_t>(size);
    if (sample.callee.empty()) {
      WAGGLE_TRY(const auto function, guest.store.table_function(sample.recipient.function, kSampleType));
      WAGGLE_CHECK(function.call(slots));
    } else {
      WAGGLE_CHECK(guest.store.call(sample.callee, kSampleType, slots));
    }
    return slots[0].i32;
  }

  bpf::PerfBuffer buffer_;
};

}  // namespace

Result<std::unique_ptr<Buffer>> Buffer::open(const bpf::Map& map) {
  auto ring = bpf::ring_mappings(map);
  if (ring.ok()) return std::make_unique<Ring>(map, vm::Ring{ring->consumer, ring->producer_and_data});
  if (ring.error().code() != EINVAL) return std::move(ring).error();
  WAGGLE_TRY(bpf::PerfBuffer perf, bpf::PerfBuffer::open(map));
  return std::make_unique<Perf>(std::move(perf));
}

Result<std::int32_t> Buffer::deliver(Guest& guest, const Sample& sample) {
  if (busy_) return Error(EBUSY);
  busy_ = true;
  const Defer done([this] { busy_ = false; });
  auto given = give(guest, sample);
  if (given.ok()) return given;
  const Error& error = given.error();
  if (const auto* trap = error.detail<vm::Trap>())
    guest.end({Ending::Kind::trap, 0, "in a callback: " + trap->reason, trap->backtrace});
  // What the Store misses in the guest.
  if (error.code() == EINVAL || error.code() == ENOENT) guest.end({Ending::Kind::trap, 0, error.message(), {}});
  return given;
}

}  // namespace waggle::abi
