#include <signal.h>
#include <unistd.h>

#include <bit>

#include "waggle/abi/linux/lookup.hh"
#include "waggle/sys/guest_signals.hh"
#include "waggle/sys/stop.hh"

namespace waggle::abi::linux {
namespace {

using sys::GuestSignals;
using Action = GuestSignals::Action;

constexpr std::uint64_t kDefault = 0, kIgnore = 1;  // SIG_DFL, SIG_IGN

bool is_signal(std::int32_t signal) { return signal >= 1 && signal <= GuestSignals::kLast; }
bool may_change(std::int32_t signal) { return signal != SIGKILL && signal != SIGSTOP; }

Action action_of(const Sigaction& asked) {
  if (asked.handler == kDefault) return Action::by_default;
  return asked.handler == kIgnore ? Action::ignore : Action::handle;
}

// As the guest said it; one that nobody spoke of may have been ignored since before the guest.
Sigaction current(Guest& guest, std::int32_t signal) {
  auto action = std::bit_cast<Sigaction>(guest.signal_actions[static_cast<std::size_t>(signal)]);
  if (action.handler == kDefault && guest.stop.signals().action(signal) == Action::ignore) action.handler = kIgnore;
  return action;
}

Answer send_to_itself(Guest& guest, std::int32_t signal) {
  if (signal == 0) return 0;
  if (!is_signal(signal)) return Error(EINVAL);
  GuestSignals& signals = guest.stop.signals();
  if (signals.raise(signal) || signals.action(signal) == Action::handle) return 0;
  if (sys::default_action(signal) == sys::DefaultAction::pause) return Error(ENOSYS);
  guest.end({Ending::Kind::signal, signal, {}, {}});
  return 0;
}

}  // namespace

Answer rt_sigaction(Guest& guest, std::int32_t signal, OptTake<Sigaction> action, OptGive<Sigaction> old,
                    std::uint32_t size) {
  if (size != sizeof(SignalMask) || !is_signal(signal) || (action.value && !may_change(signal))) return Error(EINVAL);
  old.set(current(guest, signal));
  if (!action.value) return 0;
  guest.signal_actions[static_cast<std::size_t>(signal)] = std::bit_cast<std::array<std::uint64_t, 4>>(*action.value);
  guest.stop.signals().set_action(signal, action_of(*action.value));
  guest.stop.settle();
  return 0;
}

Answer rt_sigprocmask(Guest& guest, std::int32_t how, OptTake<SignalMask> set, OptGive<SignalMask> old,
                      std::uint32_t size) {
  constexpr SignalMask kNever = GuestSignals::bit_of(SIGKILL) | GuestSignals::bit_of(SIGSTOP);
  if (size != sizeof(SignalMask)) return Error(EINVAL);
  GuestSignals& signals = guest.stop.signals();
  const SignalMask before = signals.blocked();
  if (set.value) {
    switch (how) {
      case SIG_BLOCK: signals.set_blocked((before | *set.value) & ~kNever); break;
      case SIG_UNBLOCK: signals.set_blocked(before & ~*set.value); break;
      case SIG_SETMASK: signals.set_blocked(*set.value & ~kNever); break;
      default: return Error(EINVAL);
    }
    guest.stop.settle();
  }
  old.set(before);
  return 0;
}

Answer kill(Guest& guest, std::int32_t pid, std::int32_t signal) {
  if (pid != ::getpid()) return Error(EPERM, "a signal to another process");
  return send_to_itself(guest, signal);
}

Answer tgkill(Guest& guest, std::int32_t pid, std::int32_t tid, std::int32_t signal) {
  if (pid != ::getpid() || tid != ::gettid()) return Error(EPERM, "a signal to another process");
  return send_to_itself(guest, signal);
}

Answer next_signal(Guest& guest) { return guest.stop.signals().take(); }

}  // namespace waggle::abi::linux
