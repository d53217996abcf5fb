#include "waggle/sys/signals.hh"

#include <signal.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace waggle::sys {
namespace {

constexpr std::array kCaught{SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGWINCH, SIGCONT};

// Null while no Signals exists.
std::atomic<Stop*> the_stop{nullptr};
std::array<struct sigaction, kCaught.size()> old_actions;

void request(Stop& stop, int signal) {
  if (signal == SIGALRM) return stop.request_by_deadline();
  if (stop.leave_to_guest(signal)) return;
  // The guest had its chances: if even the end takes too long, the next one kills.
  if (stop.asked()) ::signal(signal, SIG_DFL);
  stop.request(signal);
  // Nobody reads its output any more, so there is nothing to clean up for.
  if (signal == SIGPIPE) stop.end_now();
}

extern "C" void on_signal(int signal) {
  const int saved = errno;
  if (Stop* const stop = the_stop.load()) request(*stop, signal);
  errno = saved;
}

}  // namespace

Result<std::unique_ptr<Signals>> Signals::catch_for(Stop& stop) {
  Stop* none = nullptr;
  if (!the_stop.compare_exchange_strong(none, &stop)) return Error(EBUSY, "another guest has the signals");
  std::unique_ptr<Signals> signals(new Signals);  // restores what was installed if the rest fails
  for (std::size_t i = 0; i < kCaught.size(); ++i) {
    ::sigaction(kCaught[i], nullptr, &old_actions[i]);
    // Caught all the same: the guest may want to handle it.
    const bool ignored = kCaught[i] != SIGALRM && old_actions[i].sa_handler == SIG_IGN;
    if (ignored) stop.signals().set_action(kCaught[i], GuestSignals::Action::ignore);
  }
  WAGGLE_CHECK(signals->install());
  return signals;
}

Result<void> Signals::install() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  // The guest's stack may be nearly full; where the thread has an alternate one, run there.
  action.sa_flags = SA_ONSTACK;
  sigset_t caught;
  sigemptyset(&caught);
  for (std::size_t i = 0; i < kCaught.size(); ++i) {
    if (::sigaction(kCaught[i], &action, nullptr) != 0) return errno_error("sigaction");
    sigaddset(&caught, kCaught[i]);
  }
  // Whoever started us may have left them blocked.
  if (const int code = ::pthread_sigmask(SIG_UNBLOCK, &caught, nullptr); code != 0) return Error(code);
  return {};
}

Signals::~Signals() {
  if (has_timer_) ::timer_delete(timer_);
  for (std::size_t i = 0; i < kCaught.size(); ++i) ::sigaction(kCaught[i], &old_actions[i], nullptr);
  the_stop = nullptr;
}

Result<void> Signals::wake_at(Time time) {
  if (!has_timer_) {
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGALRM;
    if (::timer_create(CLOCK_MONOTONIC, &event, &timer_) != 0) return errno_error("timer_create");
    has_timer_ = true;
  }
  using namespace std::chrono;
  const auto since = time.time_since_epoch();
  const auto whole = duration_cast<seconds>(since);
  itimerspec when{};
  when.it_value = {.tv_sec = whole.count(), .tv_nsec = duration_cast<nanoseconds>(since - whole).count()};
  if (::timer_settime(timer_, TIMER_ABSTIME, &when, nullptr) != 0) return errno_error("timer_settime");
  return {};
}

}  // namespace waggle::sys
