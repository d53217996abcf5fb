#include <sched.h>
#include <signal.h>

#include <array>

#include "waggle/abi/text_lists.hh"
#include "waggle/abi/wasi/wasi.hh"
#include "waggle/sys/clocks.hh"
#include "waggle/sys/guest_signals.hh"
#include "waggle/sys/random.hh"

namespace waggle::abi::wasi {
namespace {

Result<clockid_t> native_clock(std::uint32_t clock) {
  constexpr std::array kClocks{CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};
  if (clock >= kClocks.size()) return Error(EINVAL);
  return kClocks[clock];
}

}  // namespace

Result<void> args_get(Guest& guest, GuestPtr argv, GuestPtr text) {
  return give_texts<std::uint32_t>(guest, guest.args, argv, text);
}

Result<void> args_sizes_get(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> size) {
  give_size_of(guest.args, count, size);
  return {};
}

Result<void> environ_get(Guest& guest, GuestPtr environ, GuestPtr text) {
  return give_texts<std::uint32_t>(guest, guest.policy.environment, environ, text);
}

Result<void> environ_sizes_get(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> size) {
  give_size_of(guest.policy.environment, count, size);
  return {};
}

Result<void> clock_res_get(Guest&, std::uint32_t clock, Give<std::uint64_t> resolution) {
  WAGGLE_TRY(const clockid_t native, native_clock(clock));
  WAGGLE_TRY(const std::uint64_t nanoseconds, sys::clock_resolution(native));
  resolution.set(nanoseconds);
  return {};
}

Result<void> clock_time_get(Guest&, std::uint32_t clock, std::uint64_t, Give<std::uint64_t> time) {
  WAGGLE_TRY(const clockid_t native, native_clock(clock));
  WAGGLE_TRY(const std::uint64_t nanoseconds, sys::read_clock(native));
  time.set(nanoseconds);
  return {};
}

Result<NoResult> proc_exit(Guest& guest, std::uint32_t code) {
  guest.end({Ending::Kind::exit, static_cast<int>(code), {}, {}});
  return NoResult{};
}

Result<void> proc_raise(Guest& guest, std::uint32_t signal) {
  constexpr std::uint32_t kLast = 30;  // SYS
  if (signal > kLast) return Error(EINVAL);
  if (signal == 0) return {};
  // WASI leaves STKFLT out: from CHLD on its numbers are one below Linux'.
  const int native = static_cast<int>(signal < SIGSTKFLT ? signal : signal + 1);
  switch (sys::default_action(native)) {
    case sys::DefaultAction::ignore: return {};
    case sys::DefaultAction::pause: return Error(ENOSYS);
    case sys::DefaultAction::end: guest.end({Ending::Kind::signal, native, {}, {}}); return {};
  }
  return {};
}

Result<void> sched_yield(Guest&) {
  ::sched_yield();
  return {};
}

Result<void> random_get(Guest& guest, Out bytes) { return sys::fill_random(guest.stop, bytes.bytes); }

}  // namespace waggle::abi::wasi
