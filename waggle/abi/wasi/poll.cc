#include <poll.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "waggle/abi/lookup.hh"
#include "waggle/abi/wasi/wasi.hh"
#include "waggle/sys/clocks.hh"
#include "waggle/sys/wait.hh"

namespace waggle::abi::wasi {
namespace {

// A guest chooses the number; ppoll has a limit too.
constexpr std::uint32_t kMostSubscriptions = 4096;
constexpr std::uint32_t kRealtime = 0, kMonotonic = 1, kClocks = 4;

// One subscription while it is waited for.
struct Waiting {
  Subscription asked;
  int error = 0;                    // it is over before it began
  sys::Time until = sys::kForever;  // of a clock
  sys::DescriptorRef descriptor;    // pinned meanwhile
};

// When the clock comes to its time, in the clock that we wait by.
Result<sys::Time> time_of(const ClockSubscription& clock) {
  if (clock.id >= kClocks || (clock.flags & ~kAbsolute) != 0) return Error(EINVAL);
  // Waiting does not use up a CPU's time.
  if (clock.id != kRealtime && clock.id != kMonotonic) return Error(ENOTSUP);
  if ((clock.flags & kAbsolute) == 0) return sys::after(sys::Clock::now(), clock.timeout);
  return sys::when_clock_shows(clock.id == kMonotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME, clock.timeout);
}

void prepare(Guest& guest, Waiting& waiting) {
  if (waiting.asked.type == kClockEvent) {
    const auto until = time_of(waiting.asked.clock);
    if (until.ok()) waiting.until = *until;
    else waiting.error = until.error().code();
  } else if (waiting.asked.type == kReadEvent || waiting.asked.type == kWriteEvent) {
    auto descriptor = guest.descriptors.get(static_cast<std::int32_t>(waiting.asked.fd));
    if (descriptor.ok()) waiting.descriptor = *descriptor;
    else waiting.error = descriptor.error().code();
  } else {
    waiting.error = EINVAL;
  }
}

pollfd poll_entry(const Waiting& waiting) {
  return {.fd = waiting.descriptor ? waiting.descriptor->host_fd() : -1,
          .events = static_cast<short>(waiting.asked.type == kWriteEvent ? POLLOUT : POLLIN),
          .revents = 0};
}

bool happened(const Waiting& waiting, const pollfd& entry, sys::Time now) {
  return waiting.error != 0 || entry.revents != 0 || waiting.until <= now;
}

Event event_of(const Waiting& waiting, const pollfd& entry) {
  Event event{.user_data = waiting.asked.user_data, .error = to_wasi(waiting.error), .type = waiting.asked.type};
  if ((entry.revents & POLLNVAL) != 0) event.error = to_wasi(EBADF);
  if ((entry.revents & POLLHUP) != 0) event.flags = kHangup;
  const auto* const file = dynamic_cast<const sys::File*>(waiting.descriptor.get());
  if (file && waiting.asked.type == kReadEvent) event.bytes = file->readable_bytes();
  return event;
}

// Waits for the first of them. The events that happened, in the order of the subscriptions.
Result<std::vector<Event>> wait_for_first(Guest& guest, std::vector<Waiting>& all) {
  std::vector<pollfd> entries;
  sys::Time until = sys::kForever;
  for (Waiting& waiting : all) {
    prepare(guest, waiting);
    entries.push_back(poll_entry(waiting));
    until = std::min(until, waiting.error != 0 ? sys::kNow : waiting.until);
  }
  WAGGLE_TRY([[maybe_unused]] const int ready, sys::wait(guest.stop, entries, until));
  const sys::Time now = sys::Clock::now();
  std::vector<Event> events;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (happened(all[i], entries[i], now)) events.push_back(event_of(all[i], entries[i]));
  return events;
}

Subscription stable(const Subscription& asked) { return asked; }

Subscription stable(const UnstableSubscription& asked) {
  Subscription same{.user_data = asked.user_data, .type = asked.type, .unused = {}, .clock = {}};
  if (asked.type == kClockEvent) same.clock = asked.timer.clock;
  else same.fd = asked.fd;
  return same;
}

template <class Asked>
Result<void> poll(Guest& guest, GuestPtr subscriptions, GuestPtr events, std::uint32_t count,
                  Give<std::uint32_t> number) {
  if (count == 0 || count > kMostSubscriptions) return Error(EINVAL);
  WAGGLE_TRY(const Bytes in, guest.readable(subscriptions.address, count * sizeof(Asked)));
  WAGGLE_TRY(const MutableBytes out, guest.writable(events.address, count * sizeof(Event)));
  std::vector<Waiting> all(count);
  for (std::size_t i = 0; i < count; ++i) {
    Asked asked;
    std::memcpy(&asked, in.data() + i * sizeof asked, sizeof asked);
    all[i].asked = stable(asked);
  }
  WAGGLE_TRY(const std::vector<Event> happened, wait_for_first(guest, all));
  std::memcpy(out.data(), happened.data(), happened.size() * sizeof(Event));
  number.set(static_cast<std::uint32_t>(happened.size()));
  return {};
}

}  // namespace

Result<void> poll_oneoff(Guest& guest, GuestPtr subscriptions, GuestPtr events, std::uint32_t count,
                         Give<std::uint32_t> happened) {
  return poll<Subscription>(guest, subscriptions, events, count, happened);
}

Result<void> unstable::poll_oneoff(Guest& guest, GuestPtr subscriptions, GuestPtr events, std::uint32_t count,
                                   Give<std::uint32_t> happened) {
  return poll<UnstableSubscription>(guest, subscriptions, events, count, happened);
}

}  // namespace waggle::abi::wasi
