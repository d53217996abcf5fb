#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include <algorithm>
#include <vector>

#include "waggle/abi/linux/lookup.hh"
#include "waggle/abi/linux/times.hh"
#include "waggle/base/defer.hh"
#include "waggle/sys/epoll.hh"
#include "waggle/sys/signal_fd.hh"
#include "waggle/sys/unnamed.hh"
#include "waggle/sys/wait.hh"

namespace waggle::abi::linux {
namespace {

// A guest chooses the number; ppoll has a limit too.
constexpr std::uint32_t kMostPolled = 4096;

Result<void> require_mask_size(std::uint32_t size) {
  if (size != sizeof(SignalMask)) return Error(EINVAL);
  return {};
}

// Calls `wait` while other signals are blocked. One that interrupts it is delivered afterwards,
// though it may be blocked again.
template <class Wait>
Answer with_mask(Guest& guest, const OptTake<SignalMask>& mask, std::uint32_t size, const Wait& wait) {
  if (!mask.value) return wait();
  WAGGLE_CHECK(require_mask_size(size));
  sys::GuestSignals& signals = guest.stop.signals();
  const Defer restore([&signals, before = signals.blocked()] { signals.set_blocked(before); });
  signals.set_blocked(*mask.value);
  guest.stop.settle();
  auto waited = wait();
  if (!waited.ok() && waited.error().code() == EINTR) signals.keep_due();
  return waited;
}

// What the guest's numbers stand for while it waits.
struct Polled {
  std::vector<sys::DescriptorRef> pinned;
  std::vector<pollfd> entries;
  std::int64_t invalid = 0;
};

Polled prepare(Guest& guest, const Array<pollfd>& fds) {
  Polled polled;
  for (std::uint32_t i = 0; i < fds.count; ++i) {
    const pollfd asked = fds.get(i);
    pollfd& entry = polled.entries.emplace_back(pollfd{.fd = -1, .events = asked.events, .revents = 0});
    if (asked.fd < 0) continue;  // poll(2) leaves these out
    auto descriptor = guest.descriptors.get(asked.fd);
    if (descriptor.ok() && (*descriptor)->host_fd() >= 0) {
      entry.fd = (*descriptor)->host_fd();
      polled.pinned.push_back(std::move(descriptor).value());
    } else {
      entry.revents = POLLNVAL;
      ++polled.invalid;
    }
  }
  return polled;
}

Answer poll_until(Guest& guest, const Array<pollfd>& fds, sys::Time until) {
  if (fds.count > kMostPolled) return Error(EINVAL);
  Polled polled = prepare(guest, fds);
  std::vector<pollfd> entries = polled.entries;
  WAGGLE_TRY(const int ready, sys::wait(guest.stop, entries, polled.invalid != 0 ? sys::kNow : until));
  for (std::uint32_t i = 0; i < fds.count; ++i) {
    pollfd answer = fds.get(i);
    answer.revents = polled.entries[i].revents != 0 ? polled.entries[i].revents : entries[i].revents;
    fds.set(i, answer);
  }
  return ready + polled.invalid;
}

Result<sys::Time> until_of(const OptTake<timespec>& timeout) {
  if (!timeout.value) return sys::kForever;
  WAGGLE_TRY(const std::uint64_t length, nanoseconds(*timeout.value));
  return sys::after(sys::Clock::now(), length);
}

Result<std::shared_ptr<sys::Epoll>> epoll_of(Guest& guest, Fd fd) {
  return guest.descriptors.get_as<sys::Epoll>(fd.number, EINVAL);
}

}  // namespace

Answer poll(Guest& guest, Array<pollfd> fds, std::int32_t timeout_ms) {
  return poll_until(guest, fds, in_milliseconds(timeout_ms));
}

Answer ppoll(Guest& guest, Array<pollfd> fds, OptTake<timespec> timeout, OptTake<SignalMask> mask, std::uint32_t size) {
  WAGGLE_TRY(const sys::Time until, until_of(timeout));
  return with_mask(guest, mask, size, [&] { return poll_until(guest, fds, until); });
}

Answer epoll_create1(Guest& guest, std::int32_t flags) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), EPOLL_CLOEXEC));
  WAGGLE_TRY(auto epoll, sys::Epoll::create());
  return answer(guest.descriptors.insert(std::move(epoll)));
}

Answer epoll_ctl(Guest& guest, Fd fd, std::int32_t operation, Fd member, OptTake<epoll_event> event) {
  if (!event.value && operation != EPOLL_CTL_DEL) return Error(EFAULT);
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(member.number));
  WAGGLE_TRY(const auto epoll, epoll_of(guest, fd));
  return answer(epoll->control(operation, *descriptor, event.value.value_or(epoll_event{})));
}

Answer epoll_wait(Guest& guest, Fd fd, Array<epoll_event> events, std::int32_t timeout_ms) {
  if (static_cast<std::int32_t>(events.count) <= 0) return Error(EINVAL);
  WAGGLE_TRY(const auto epoll, epoll_of(guest, fd));
  // The structure is packed: the kernel writes it to any place.
  const std::span places(reinterpret_cast<epoll_event*>(events.place), events.count);
  return answer(epoll->wait(guest.stop, places, in_milliseconds(timeout_ms)));
}

Answer epoll_pwait(Guest& guest, Fd fd, Array<epoll_event> events, std::int32_t timeout_ms, OptTake<SignalMask> mask,
                   std::uint32_t size) {
  return with_mask(guest, mask, size, [&] { return epoll_wait(guest, fd, events, timeout_ms); });
}

Answer eventfd2(Guest& guest, std::uint32_t count, std::int32_t flags) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE));
  WAGGLE_TRY(auto counter, sys::make_counter(count, flags));
  return answer(guest.descriptors.insert(std::move(counter)));
}

Answer signalfd4(Guest& guest, Fd fd, Take<SignalMask> mask, std::uint32_t size, std::int32_t flags) {
  WAGGLE_CHECK(require_mask_size(size));
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), SFD_CLOEXEC | SFD_NONBLOCK));
  if (fd.number != -1) {
    WAGGLE_TRY(const auto old, guest.descriptors.get_as<sys::SignalFd>(fd.number, EINVAL));
    old->set_mask(mask.value);
    return fd.number;
  }
  const int kept = (flags & SFD_NONBLOCK) != 0 ? O_NONBLOCK : 0;
  WAGGLE_TRY(auto made, sys::SignalFd::create(guest.stop.signals(), mask.value, kept));
  return answer(guest.descriptors.insert(std::move(made)));
}

}  // namespace waggle::abi::linux
