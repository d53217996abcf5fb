#include "waggle/sys/signal_fd.hh"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstring>

#include "waggle/sys/wait.hh"

namespace waggle::sys {

Result<std::shared_ptr<SignalFd>> SignalFd::create(GuestSignals& signals, GuestSignals::Mask mask, int flags) {
  UniqueFd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event) return Error(errno);
  return std::shared_ptr<SignalFd>(new SignalFd(std::move(event), signals, mask, flags));
}

SignalFd::SignalFd(UniqueFd event, GuestSignals& signals, GuestSignals::Mask mask, int flags)
    : event_(std::move(event)), signals_(signals), mask_(mask), flags_(flags & O_NONBLOCK) {
  signals_.add(*this);
}

SignalFd::~SignalFd() { signals_.remove(*this); }

void SignalFd::show_pending(GuestSignals::Mask pending) noexcept {
  std::uint64_t count = 1;
  // Neither blocks: a full counter is readable already, and an empty one says so.
  if ((pending & mask_) != 0) static_cast<void>(!::write(event_.get(), &count, sizeof count));
  else static_cast<void>(!::read(event_.get(), &count, sizeof count));
}

Result<std::size_t> SignalFd::read(Stop& stop, IoVecs to) const {
  if (to.empty() || to[0].iov_len < sizeof(signalfd_siginfo)) return Error(EINVAL);
  for (;;) {
    std::size_t filled = 0;
    while (to[0].iov_len - filled >= sizeof(signalfd_siginfo)) {
      const int signal = signals_.take_of(mask_);
      if (signal == 0) break;
      signalfd_siginfo info{};
      info.ssi_signo = static_cast<std::uint32_t>(signal);
      std::memcpy(static_cast<std::byte*>(to[0].iov_base) + filled, &info, sizeof info);
      filled += sizeof info;
    }
    if (filled != 0) return filled;
    WAGGLE_CHECK(wait_for(stop, event_.get(), POLLIN, flags_ != 0 ? kNow : kForever));
  }
}

Result<void> SignalFd::set_flags(int flags) {
  flags_ = flags & O_NONBLOCK;
  return {};
}

}  // namespace waggle::sys
