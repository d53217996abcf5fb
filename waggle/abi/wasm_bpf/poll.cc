// Polling ring and perf buffers: every record goes to the guest's callback, once, in order.
#include <poll.h>

#include <chrono>

#include "waggle/abi/map_descriptor.hh"
#include "waggle/abi/wasm_bpf/wasm_bpf.hh"
#include "waggle/sys/stop.hh"
#include "waggle/sys/wait.hh"

namespace waggle::abi::wasm_bpf {
namespace {

sys::Time deadline_in(std::int32_t timeout_ms) {
  return timeout_ms < 0 ? sys::kForever : sys::Clock::now() + std::chrono::milliseconds(timeout_ms);
}

// The consumer of `map`, which must be a buffer of `object`. `pinned` keeps it alive while a
// callback closes the object.
Result<Buffer*> find_buffer(Guest& guest, Object object, Fd map, std::shared_ptr<BpfObject>& pinned) {
  pinned = guest.objects.find(object);
  if (!pinned) return Error(EINVAL);
  WAGGLE_TRY(const auto* found, map_of(guest, map));
  return pinned->buffer(*found);
}

Result<std::int32_t> poll(Guest& guest, Object object, Fd map, const Sample& sample, std::int32_t timeout_ms) {
  std::shared_ptr<BpfObject> pinned;
  WAGGLE_TRY(Buffer * buffer, find_buffer(guest, object, map, pinned));
  if (buffer->busy()) return Error(EBUSY);
  if (guest.stop.take_interruption()) return Error(EINTR);
  auto ready = buffer->deliver(guest, sample);
  if (!ready.ok() || *ready != 0) return ready;
  const auto waited = sys::wait_for(guest.stop, buffer->fd(), POLLIN, deadline_in(timeout_ms));
  if (!waited.ok()) return waited.error().code() == EAGAIN ? Result<std::int32_t>(0) : Error(waited.error().code());
  return buffer->deliver(guest, sample);
}

Sample sample_for(std::string_view callee, std::uint32_t function, std::uint32_t context, const Out& data) {
  return {callee, {function, context, data.address, static_cast<std::uint32_t>(data.bytes.size())}, data.bytes};
}

}  // namespace

Result<std::int32_t> buffer_poll(Guest& guest, Object object, Fd map, GuestFunc sample, std::uint32_t context, Out data,
                                 std::int32_t timeout_ms) {
  return poll(guest, object, map, sample_for({}, sample.index, context, data), timeout_ms);
}

Result<std::int32_t> buffer_poll_export(Guest& guest, Object object, Fd map, std::uint32_t context, Out data,
                                        std::int32_t timeout_ms) {
  return poll(guest, object, map, sample_for("go-callback", 0, context, data), timeout_ms);
}

}  // namespace waggle::abi::wasm_bpf
