#include "waggle/sys/epoll.hh"

#include <poll.h>

#include <algorithm>
#include <climits>

#include "waggle/sys/wait.hh"

namespace waggle::sys {

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
  const int most = static_cast<int>(std::min<std::size_t>(events.size(), INT_MAX));
  for (;;) {
    pollfd set{.fd = fd_.get(), .events = POLLIN, .revents = 0};
    WAGGLE_TRY(const int ready, sys::wait(stop, {&set, 1}, until));
    if (ready == 0) return 0;
    const int n = ::epoll_wait(fd_.get(), events.data(), most, 0);
    if (n < 0 && errno != EINTR) return Error(errno);
    // What was ready may be no more.
    if (n > 0 || Clock::now() >= until) return static_cast<std::size_t>(std::max(n, 0));
  }
}

}  // namespace waggle::sys
