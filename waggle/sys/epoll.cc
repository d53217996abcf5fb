#include "waggle/sys/epoll.hh"

#include <algorithm>
#include <climits>

#include "waggle/base/defer.hh"
#include "waggle/sys/wait.hh"

namespace waggle::sys {
namespace {

int milliseconds_left(Time until) {
  using namespace std::chrono;
  if (until == kForever) return -1;
  const auto left = ceil<milliseconds>(std::max(until - Clock::now(), Clock::duration::zero())).count();
  return static_cast<int>(std::min<std::int64_t>(left, INT_MAX));
}

// By the set itself. To ask first whether it is readable would be to ask its members, and a performance event says once
// for each wake-up that it is. While it waits the wake descriptor is a member, which nobody else ever sees.
class EpollAttempt final : public Attempt {
 public:
  EpollAttempt(int set, Stop& stop, std::span<epoll_event> events) : set_(set), stop_(stop), events_(events) {}

  Result<int> wait(Time until) override {
    WAGGLE_TRY(const int ready, take(0));
    if (ready > 0 || until <= Clock::now()) return ready;
    // The guest's data may be the same number: then it was woken for nothing.
    epoll_event wake{.events = EPOLLIN, .data = {.ptr = this}};
    if (::epoll_ctl(set_, EPOLL_CTL_ADD, stop_.wake_fd(), &wake) != 0) return Error(errno);
    const Defer forget([&] { ::epoll_ctl(set_, EPOLL_CTL_DEL, stop_.wake_fd(), nullptr); });
    WAGGLE_TRY(const int taken, take(milliseconds_left(until)));
    return without_wake(taken);
  }

 private:
  [[nodiscard]] Result<int> take(int timeout_ms) const {
    const int most = static_cast<int>(std::min<std::size_t>(events_.size(), INT_MAX));
    const int taken = ::epoll_wait(set_, events_.data(), most, timeout_ms);
    if (taken < 0 && errno != EINTR) return Error(errno);
    return std::max(taken, 0);
  }
  int without_wake(int taken) {
    const auto end = events_.begin() + taken;
    // A copy for each comparison, since the guest's places need not be aligned.
    const auto rest = std::remove_if(events_.begin(), end, [&](epoll_event event) { return event.data.ptr == this; });
    if (rest != end) stop_.calm();
    return static_cast<int>(rest - events_.begin());
  }

  int set_;
  Stop& stop_;
  std::span<epoll_event> events_;
};

}  // namespace

Result<std::shared_ptr<Epoll>> Epoll::create() {
  UniqueFd fd(::epoll_create1(EPOLL_CLOEXEC));
  if (!fd) return Error(errno);
  return std::make_shared<Epoll>(std::move(fd));
}

Result<void> Epoll::control(int operation, const Descriptor& member, epoll_event event) const {
  if (member.host_fd() < 0) return Error(member.misuse(EPERM));
  if (::epoll_ctl(fd_.get(), operation, member.host_fd(), &event) != 0) return Error(errno);
  return {};
}

Result<std::size_t> Epoll::wait(Stop& stop, std::span<epoll_event> events, Time until) const {
  EpollAttempt attempt(fd_.get(), stop, events);
  WAGGLE_TRY(const int ready, wait_by(attempt, stop, until));
  return static_cast<std::size_t>(ready);
}

}  // namespace waggle::sys
