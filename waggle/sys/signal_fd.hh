// A descriptor that gives the guest's pending signals to read (signalfd(2)): the kernel's own would
// need them blocked in the host's process. Polled as an eventfd that waits keep up to date.
#pragma once

#include <memory>

#include "waggle/base/fd.hh"
#include "waggle/sys/descriptor.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

class SignalFd final : public Descriptor, private GuestSignals::Watcher {
 public:
  // Borrows `signals` for its life. `flags`: O_NONBLOCK or 0.
  static Result<std::shared_ptr<SignalFd>> create(GuestSignals& signals, GuestSignals::Mask mask, int flags);
  ~SignalFd() override;

  void set_mask(GuestSignals::Mask mask) noexcept { mask_ = mask; }

  [[nodiscard]] int host_fd() const noexcept override { return event_.get(); }
  // Records of struct signalfd_siginfo, as many as are pending and fit into the first of the
  // vectors; EINVAL where not one does. They tell the signal's number and nothing of its sender.
  Result<std::size_t> read(Stop& stop, IoVecs to) const override;
  [[nodiscard]] int flags() const noexcept override { return O_RDWR | flags_; }
  Result<void> set_flags(int flags) override;

 private:
  SignalFd(UniqueFd event, GuestSignals& signals, GuestSignals::Mask mask, int flags);
  void show_pending(GuestSignals::Mask pending) noexcept override;

  UniqueFd event_;  // readable while there is something to read here
  GuestSignals& signals_;
  GuestSignals::Mask mask_;
  int flags_;
};

}  // namespace waggle::sys
