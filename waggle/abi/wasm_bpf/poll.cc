// Polling ring and perf buffers: every record goes to the guest's callback, once, in order.
#include <fmt/format.h>
#include <poll.h>

#include <chrono>
#include <cstring>

#include "waggle/abi/wasm_bpf/wasm_bpf.hh"
#include "waggle/sys/stop.hh"
#include "waggle/sys/wait.hh"
#include "waggle/vm/trap.hh"

namespace waggle::abi::wasm_bpf {
namespace {

// int (*)(void *ctx, void *data, size_t size)
constexpr std::string_view kSampleType = "iii)i";
// Ends a run over a buffer for a reason of ours; told from the guest's answers by `reason`.
constexpr int kStopped = -1;

// Gives records to the guest. Copies into the buffer the guest set aside for it.
class Delivery {
 public:
  using Call = std::function<Result<void>(vm::Slot*)>;
  Delivery(Guest& guest, Call call, std::uint32_t context, const Out& data)
      : guest_(guest), call_(std::move(call)), context_(context), data_(data) {}

  // A bpf::RecordCallback.
  int operator()(Bytes record) {
    const std::size_t size = std::min(record.size(), data_.bytes.size());
    std::memcpy(data_.bytes.data(), record.data(), size);
    vm::Slot slots[3];
    slots[0].i32 = static_cast<std::int32_t>(context_);
    slots[1].i32 = static_cast<std::int32_t>(data_.address);
    slots[2].i32 = static_cast<std::int32_t>(size);
    if (auto called = call_(slots); !called.ok()) return fail(std::move(called).error());
    ++delivered_;
    // A request to stop is answered after this record, also when the buffer never runs dry.
    if (slots[0].i32 >= 0 && guest_.stop.asked()) return interrupted_ = true, kStopped;
    return slots[0].i32;
  }

  // What the poll returns once `outcome` is that of consume().
  Result<std::int32_t> result(Result<int> outcome) {
    if (failure_) return std::move(*failure_);
    if (interrupted_) return delivered_;
    return outcome;
  }

 private:
  // The guest did not return from its callback: it ends, and says why.
  int fail(Error error) {
    if (const auto* trap = error.detail<vm::Trap>())
      guest_.end({Ending::Kind::trap, 0, "in a callback: " + trap->reason, trap->backtrace});
    failure_.emplace(std::move(error));
    return kStopped;
  }

  Guest& guest_;
  Call call_;
  std::uint32_t context_;
  const Out& data_;
  std::int32_t delivered_ = 0;
  bool interrupted_ = false;
  std::optional<Error> failure_;
};

sys::Time deadline_in(std::int32_t timeout_ms) {
  return timeout_ms < 0 ? sys::kForever : sys::Clock::now() + std::chrono::milliseconds(timeout_ms);
}

Result<std::int32_t> poll(Guest& guest, Buffer& buffer, Delivery& delivery, std::int32_t timeout_ms) {
  if (buffer.busy()) return Error(EBUSY);
  if (guest.stop.take_interruption()) return Error(EINTR);
  const auto consume = [&] { return delivery.result(buffer.consume(std::ref(delivery))); };
  auto ready = consume();
  if (!ready.ok() || *ready != 0) return ready;
  const auto waited = sys::wait_for(guest.stop, buffer.fd(), POLLIN, deadline_in(timeout_ms));
  if (!waited.ok()) return waited.error().code() == EAGAIN ? Result<std::int32_t>(0) : Error(waited.error().code());
  return consume();
}

// The consumer of `map`, which must be a buffer of `object`. `pinned` keeps it alive while a
// callback closes the object.
Result<Buffer*> find_buffer(Guest& guest, Object object, Fd map, std::shared_ptr<BpfObject>& pinned) {
  pinned = guest.objects.find(object);
  if (!pinned) return Error(EINVAL);
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get_as<MapDescriptor>(map.number, EBADF));
  std::shared_ptr<BpfObject> owner;
  const bpf::Map* found = descriptor->map(owner);
  if (!found || owner != pinned) return Error(EBADF);
  return pinned->buffer(*found);
}

}  // namespace

Result<std::int32_t> buffer_poll(Guest& guest, Object object, Fd map, GuestFunc sample, std::uint32_t context, Out data,
                                 std::int32_t timeout_ms) {
  std::shared_ptr<BpfObject> pinned;
  WAGGLE_TRY(Buffer * buffer, find_buffer(guest, object, map, pinned));
  auto function = guest.store.table_function(sample.index, kSampleType);
  if (!function.ok()) {
    guest.end({Ending::Kind::trap, 0, function.error().message(), {}});
    return std::move(function).error();
  }
  Delivery delivery(guest, [&](vm::Slot* slots) { return function->call(slots); }, context, data);
  return poll(guest, *buffer, delivery, timeout_ms);
}

Result<std::int32_t> buffer_poll_export(Guest& guest, Object object, Fd map, std::uint32_t context, Out data,
                                        std::int32_t timeout_ms) {
  std::shared_ptr<BpfObject> pinned;
  WAGGLE_TRY(Buffer * buffer, find_buffer(guest, object, map, pinned));
  Delivery delivery(
      guest, [&](vm::Slot* slots) { return guest.store.call("go-callback", kSampleType, slots); }, context, data);
  return poll(guest, *buffer, delivery, timeout_ms);
}

}  // namespace waggle::abi::wasm_bpf
