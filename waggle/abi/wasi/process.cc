#include <sched.h>
#include <signal.h>

#include <array>

#include "waggle/abi/wasi/wasi.hh"
#include "waggle/sys/clocks.hh"
#include "waggle/sys/random.hh"

namespace waggle::abi::wasi {
namespace {

struct ListSize {
  std::uint32_t count = 0;
  std::uint32_t bytes = 0;  // with a NUL each
};

ListSize size_of(std::span<const std::string> list) {
  ListSize size;
  for (const std::string& text : list) ++size.count, size.bytes += static_cast<std::uint32_t>(text.size()) + 1;
  return size;
}

// The texts one behind the other at `text`, and their addresses at `pointers`.
Result<void> give_list(Guest& guest, std::span<const std::string> list, GuestPtr pointers, GuestPtr text) {
  const ListSize size = size_of(list);
  MutableBytes places, texts;
  if (const int error = detail::writable(guest, pointers.address, size.count * sizeof(std::uint32_t), places))
    return Error(error);
  if (const int error = detail::writable(guest, text.address, size.bytes, texts)) return Error(error);
  std::size_t at = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto address = static_cast<std::uint32_t>(text.address + at);
    std::memcpy(places.data() + i * sizeof address, &address, sizeof address);
    std::memcpy(texts.data() + at, list[i].c_str(), list[i].size() + 1);
    at += list[i].size() + 1;
  }
  return {};
}

Result<void> give_size(std::span<const std::string> list, Give<std::uint32_t> count, Give<std::uint32_t> bytes) {
  const ListSize size = size_of(list);
  count.set(size.count);
  bytes.set(size.bytes);
  return {};
}

Result<clockid_t> native_clock(std::uint32_t clock) {
  constexpr std::array kClocks{CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};
  if (clock >= kClocks.size()) return Error(EINVAL);
  return kClocks[clock];
}

// Signals whose default action does not end a process, in WASI's numbering, which leaves
// STKFLT out: from CHLD on it is one below Linux'.
enum class DefaultAction : std::uint8_t { ignore, end, pause };

DefaultAction default_action(int signal) {
  switch (signal) {
    case SIGCHLD:
    case SIGCONT:
    case SIGURG:
    case SIGWINCH: return DefaultAction::ignore;
    case SIGSTOP:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU: return DefaultAction::pause;
    default: return DefaultAction::end;
  }
}

}  // namespace

Result<void> args_get(Guest& guest, GuestPtr argv, GuestPtr text) { return give_list(guest, guest.args, argv, text); }

Result<void> args_sizes_get(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> size) {
  return give_size(guest.args, count, size);
}

Result<void> environ_get(Guest& guest, GuestPtr environ, GuestPtr text) {
  return give_list(guest, guest.policy.environment, environ, text);
}

Result<void> environ_sizes_get(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> size) {
  return give_size(guest.policy.environment, count, size);
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
  const int native = static_cast<int>(signal < SIGSTKFLT ? signal : signal + 1);
  switch (default_action(native)) {
    case DefaultAction::ignore: return {};
    case DefaultAction::pause: return Error(ENOSYS);
    case DefaultAction::end: guest.end({Ending::Kind::signal, native, {}, {}}); return {};
  }
  return {};
}

Result<void> sched_yield(Guest&) {
  ::sched_yield();
  return {};
}

Result<void> random_get(Guest& guest, Out bytes) { return sys::fill_random(guest.stop, bytes.bytes); }

}  // namespace waggle::abi::wasi
