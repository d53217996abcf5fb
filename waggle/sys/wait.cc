#include "waggle/sys/wait.hh"

#include <algorithm>
#include <cerrno>
#include <vector>

namespace waggle::sys {
namespace {

timespec time_left(Time until) {
  using namespace std::chrono;
  const auto left = std::max(until - Clock::now(), Clock::duration::zero());
  const auto whole = duration_cast<seconds>(left);
  return {.tv_sec = whole.count(), .tv_nsec = duration_cast<nanoseconds>(left - whole).count()};
}

// By ppoll, on a set whose last member is the wake descriptor.
class PollAttempt final : public Attempt {
 public:
  PollAttempt(Stop& stop, std::span<const pollfd> fds) : stop_(stop), all_(fds.begin(), fds.end()) {
    all_.push_back({.fd = stop.wake_fd(), .events = POLLIN, .revents = 0});
  }
  [[nodiscard]] std::span<const pollfd> answers() const { return {all_.data(), all_.size() - 1}; }

  Result<int> wait(Time until) override {
    const timespec left = until == kForever ? timespec{} : time_left(until);
    int ready = ::ppoll(all_.data(), all_.size(), until == kForever ? nullptr : &left, nullptr);
    // A signal: if it is ours, the caller sees it in the Stop.
    if (ready < 0 && errno == EINTR) return 0;
    if (ready < 0) return errno_error("ppoll");
    if (all_.back().revents != 0) {
      stop_.calm();
      --ready;
    }
    return ready;
  }

 private:
  Stop& stop_;
  std::vector<pollfd> all_;
};

bool interrupted(Stop& stop, Patience patience) {
  return stop.must_end() || stop.signals().due() || (patience == Patience::polite && stop.take_interruption());
}

// The guest had its EINTR: it may look what is ready, but not block again.
bool may_only_look(const Stop& stop, Patience patience) {
  return patience == Patience::polite && stop.interruption_taken();
}

// When to look again at the latest, though nothing became ready.
Time next_look(const Stop& stop, Time until) {
  return std::min({until, stop.end(), stop.asked() ? kForever : stop.deadline()});
}

}  // namespace

Result<int> wait_by(Attempt& attempt, Stop& stop, Time until, Patience patience) {
  for (;;) {
    if (Clock::now() >= stop.deadline()) stop.request_by_deadline();
    if (interrupted(stop, patience)) return Error(EINTR);
    stop.signals().show_pending();
    const bool look = may_only_look(stop, patience);
    WAGGLE_TRY(const int ready, attempt.wait(look ? kNow : next_look(stop, until)));
    if (ready > 0 || Clock::now() >= until) return ready;
    if (look) stop.end_now();
  }
}

Result<int> wait(Stop& stop, std::span<pollfd> fds, Time until, Patience patience) {
  PollAttempt attempt(stop, fds);
  WAGGLE_TRY(const int ready, wait_by(attempt, stop, until, patience));
  std::ranges::copy(attempt.answers(), fds.begin());
  return ready;
}

Result<void> pause(Stop& stop) {
  constexpr std::chrono::milliseconds kMoment{10};
  WAGGLE_TRY(std::ignore, wait(stop, {}, Clock::now() + kMoment, Patience::patient));
  return {};
}

Result<void> wait_for(Stop& stop, int fd, short events, Time until, Patience patience) {
  pollfd one{.fd = fd, .events = events, .revents = 0};
  WAGGLE_TRY(const int ready, wait(stop, {&one, 1}, until, patience));
  if (ready == 0) return Error(EAGAIN);
  return {};
}

}  // namespace waggle::sys
