#include "waggle/sys/guest_signals.hh"

#include <signal.h>

#include <bit>

namespace waggle::sys {
namespace {

int lowest(GuestSignals::Mask mask) { return mask == 0 ? 0 : std::countr_zero(mask) + 1; }

// What people and service managers end programs by.
bool asks_to_end(int signal) { return signal == SIGINT || signal == SIGTERM || signal == SIGHUP; }

}  // namespace

DefaultAction default_action(int signal) noexcept {
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

void GuestSignals::set_action(int signal, Action action) noexcept {
  const Mask bit = bit_of(signal);
  handled_ = action == Action::handle ? handled_ | bit : handled_ & ~bit;
  ignored_ = action == Action::ignore ? ignored_ | bit : ignored_ & ~bit;
  const bool dropped =
      action == Action::ignore || (action == Action::by_default && default_action(signal) == DefaultAction::ignore);
  if (dropped) pending_ &= ~bit;
}

GuestSignals::Action GuestSignals::action(int signal) const noexcept {
  const Mask bit = bit_of(signal);
  if ((handled_ & bit) != 0) return Action::handle;
  return (ignored_ & bit) != 0 ? Action::ignore : Action::by_default;
}

bool GuestSignals::has_time() const noexcept {
  return Clock::now().time_since_epoch() - Clock::duration(untaken_since_) < kUntaken;
}

bool GuestSignals::raise(int signal) noexcept {
  const Mask bit = bit_of(signal);
  if ((ignored_ & bit) != 0) return true;
  const bool blocked = (blocked_ & bit) != 0;
  if (!blocked && (handled_ & bit) == 0) return default_action(signal) == DefaultAction::ignore;
  if ((pending_.fetch_or(bit) & bit) == 0) {
    untaken_since_ = Clock::now().time_since_epoch().count();
    return true;
  }
  return blocked || !asks_to_end(signal) || has_time();
}

int GuestSignals::take() noexcept {
  const int signal = lowest(due_ | deliverable());
  if (signal == 0) return 0;
  if ((due_ & bit_of(signal)) != 0) due_ &= ~bit_of(signal);
  else pending_ &= ~bit_of(signal);
  return signal;
}

int GuestSignals::take_of(Mask mask) noexcept {
  const int signal = lowest(pending_ & mask);
  if (signal != 0) pending_ &= ~bit_of(signal);
  return signal;
}

int GuestSignals::take_unhandled() noexcept {
  const int signal = lowest(pending_ & ~handled_ & ~blocked_);
  if (signal != 0) pending_ &= ~bit_of(signal);
  return signal;
}

void GuestSignals::keep_due() noexcept {
  const Mask now = deliverable();
  pending_ &= ~now;
  due_ |= now;
}

}  // namespace waggle::sys
