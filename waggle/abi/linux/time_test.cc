#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include "waggle/abi/linux/calls_test.hh"

namespace waggle::abi::linux {
namespace {

constexpr timespec kLong{.tv_sec = 1000, .tv_nsec = 0};

TEST_F(Calls, ClocksOfAListAreRead) {
  for (const clockid_t clock : {0, 1, 2, 3, 4, 5, 6, 7, 11}) {
    EXPECT_EQ(call("clock_gettime", {clock, kOut}), 0) << clock;
    EXPECT_EQ(call("clock_getres", {clock, kOut}), 0) << clock;
  }
  for (const clockid_t clock : {-1, -6, 8, 10, 12, 100}) {
    EXPECT_EQ(call("clock_gettime", {clock, kOut}), -EINVAL) << clock;
    EXPECT_EQ(call("clock_nanosleep", {clock, 0, kIn, 0}), -EINVAL) << clock;
  }
  EXPECT_EQ(call("clock_getres", {CLOCK_MONOTONIC, 0}), 0);
  timespec before{}, after{};
  ::clock_gettime(CLOCK_REALTIME, &before);
  ASSERT_EQ(call("clock_gettime", {CLOCK_REALTIME, kOut}), 0);
  ::clock_gettime(CLOCK_REALTIME, &after);
  EXPECT_GE(get<timespec>(kOut).tv_sec, before.tv_sec);
  EXPECT_LE(get<timespec>(kOut).tv_sec, after.tv_sec);
  start({}, policy::Grant::clock);
  EXPECT_EQ(call("clock_gettime", {CLOCK_REALTIME, kOut}), -EPERM);
}

TEST_F(Calls, SleepsEndByTimeAndBySignal) {
  put(kIn, timespec{.tv_sec = 0, .tv_nsec = 1'000'000});
  EXPECT_EQ(call("nanosleep", {kIn, 0}), 0);
  for (const clockid_t clock : {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_TAI}) {
    EXPECT_EQ(call("clock_nanosleep", {clock, 0, kIn, 0}), 0);
    EXPECT_EQ(call("clock_nanosleep", {clock, TIMER_ABSTIME, kIn, 0}), 0) << "long ago";
  }
  EXPECT_EQ(call("nanosleep", {put(kIn, timespec{.tv_sec = -1, .tv_nsec = 0}), 0}), -EINVAL);
  EXPECT_EQ(call("nanosleep", {put(kIn, timespec{.tv_sec = 0, .tv_nsec = 1'000'000'000}), 0}), -EINVAL);
  handle(SIGINT);
  put(kIn, kLong);
  ASSERT_TRUE(host_->stop->leave_to_guest(SIGINT));
  EXPECT_EQ(call("nanosleep", {kIn, kOut}), -EINTR);
  EXPECT_GE(get<timespec>(kOut).tv_sec, 990);
  EXPECT_LT(get<timespec>(kOut).tv_sec, 1000);
  EXPECT_EQ(call("next_signal", {}), SIGINT);
  EXPECT_EQ(call("next_signal", {}), 0);
}

TEST_F(Calls, TimersAreReadAndPolled) {
  const std::int64_t fd = call("timerfd_create", {CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC});
  ASSERT_EQ(fd, 3);
  EXPECT_EQ(call("timerfd_create", {CLOCK_TAI, 0}), -EINVAL);
  EXPECT_EQ(read(fd), "error 11");
  put(kIn, itimerspec{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_nsec = 1000}});
  EXPECT_EQ(call("timerfd_settime", {fd, 0, kIn, kOut}), 0);
  EXPECT_EQ(call("poll", {put(kIn, pollfd{.fd = 3, .events = POLLIN, .revents = 0}), 1, -1}), 1);
  EXPECT_EQ(call("read", {fd, kBuffer, 8}), 8);
  EXPECT_EQ(get<std::uint64_t>(kBuffer), 1u);
  put(kIn, itimerspec{.it_interval = {}, .it_value = kLong});
  EXPECT_EQ(call("timerfd_settime", {fd, 0, kIn, 0}), 0);
  EXPECT_EQ(call("timerfd_gettime", {fd, kOut}), 0);
  EXPECT_GE(get<itimerspec>(kOut).it_value.tv_sec, 990);
  EXPECT_EQ(call("timerfd_settime", {0, 0, kIn, 0}), -EINVAL);
  EXPECT_EQ(call("timerfd_gettime", {50, kOut}), -EBADF);
}

TEST_F(Calls, TheAlarmClockRingsUntilItIsStopped) {
  EXPECT_EQ(call("getitimer", {ITIMER_REAL, kOut}), 0);
  EXPECT_EQ(get<itimerval>(kOut).it_value.tv_sec, 0);
  host_->stop->signals().set_action(SIGALRM, sys::GuestSignals::Action::handle);
  put(kIn, itimerval{.it_interval = {.tv_sec = 0, .tv_usec = 1}, .it_value = {.tv_sec = 0, .tv_usec = 1}});
  EXPECT_EQ(call("setitimer", {ITIMER_REAL, kIn, 0}), 0);
  for (int turn = 0; turn < 3; ++turn) {
    EXPECT_EQ(call("poll", {0, 0, -1}), -EINTR);
    EXPECT_EQ(call("next_signal", {}), SIGALRM);
  }
  put(kIn, itimerval{.it_interval = {.tv_sec = 7, .tv_usec = 0}, .it_value = {.tv_sec = 1000, .tv_usec = 0}});
  EXPECT_EQ(call("setitimer", {ITIMER_REAL, kIn, 0}), 0);
  EXPECT_EQ(call("getitimer", {ITIMER_REAL, kOut}), 0);
  EXPECT_GE(get<itimerval>(kOut).it_value.tv_sec, 990);
  EXPECT_EQ(get<itimerval>(kOut).it_interval.tv_sec, 7);
  EXPECT_EQ(call("setitimer", {ITIMER_REAL, 0, kOut}), 0);
  EXPECT_EQ(get<itimerval>(kOut).it_interval.tv_sec, 7) << "the old one";
  EXPECT_EQ(call("getitimer", {ITIMER_REAL, kOut}), 0);
  EXPECT_EQ(get<itimerval>(kOut).it_value.tv_sec, 0);
  EXPECT_EQ(call("setitimer", {ITIMER_PROF, kIn, 0}), -EINVAL);
  put(kIn, itimerval{.it_interval = {}, .it_value = {.tv_sec = INT64_MAX, .tv_usec = 0}});
  EXPECT_EQ(call("setitimer", {ITIMER_REAL, kIn, 0}), -EINVAL);
}

TEST_F(Calls, PollTellsWhatIsReady) {
  put(kIn, pollfd{.fd = 0, .events = POLLIN, .revents = 7});
  put(kIn + 8, pollfd{.fd = 1, .events = POLLOUT, .revents = 7});
  put(kIn + 16, pollfd{.fd = -1, .events = POLLOUT, .revents = 7});
  EXPECT_EQ(call("poll", {kIn, 3, -1}), 1);
  EXPECT_EQ(get<pollfd>(kIn).revents, 0);
  EXPECT_EQ(get<pollfd>(kIn + 8).revents, POLLOUT);
  EXPECT_EQ(get<pollfd>(kIn + 16).revents, 0);
  put(kIn + 16, pollfd{.fd = 50, .events = POLLOUT, .revents = 0});
  EXPECT_EQ(call("poll", {kIn, 3, -1}), 2);
  EXPECT_EQ(get<pollfd>(kIn + 16).revents, POLLNVAL);
  EXPECT_EQ(call("poll", {kIn, 1, 0}), 0);
  EXPECT_EQ(call("poll", {kIn, 4097, 0}), -EINVAL);
  EXPECT_EQ(call("poll", {kEnd - 4, 1, 0}), -EFAULT);
  EXPECT_EQ(call("ppoll", {kIn, 1, put(kIn + 64, timespec{.tv_sec = 0, .tv_nsec = 1}), 0, 0}), 0);
  EXPECT_EQ(call("ppoll", {kIn, 2, 0, 0, 0}), 1);
  EXPECT_EQ(call("ppoll", {kIn, 2, 0, kIn, 4}), -EINVAL);
  EXPECT_EQ(call("ppoll", {kIn, 2, put(kIn + 64, timespec{.tv_sec = 0, .tv_nsec = -1}), 0, 0}), -EINVAL);
}

TEST_F(Calls, EpollGivesTheGuestsData) {
  const std::int64_t epoll = call("epoll_create1", {EPOLL_CLOEXEC});
  ASSERT_EQ(epoll, 3);
  put(kIn, epoll_event{.events = EPOLLIN, .data = {.u64 = 0x123456789abcdef0}});
  EXPECT_EQ(call("epoll_ctl", {epoll, EPOLL_CTL_ADD, 0, kIn}), 0);
  EXPECT_EQ(call("epoll_ctl", {epoll, EPOLL_CTL_ADD, 0, kIn}), -EEXIST);
  EXPECT_EQ(call("epoll_ctl", {epoll, EPOLL_CTL_ADD, 0, 0}), -EFAULT);
  EXPECT_EQ(call("epoll_ctl", {epoll, EPOLL_CTL_MOD, 1, kIn}), -ENOENT);
  EXPECT_EQ(call("epoll_ctl", {epoll, EPOLL_CTL_ADD, 50, kIn}), -EBADF);
  EXPECT_EQ(call("epoll_ctl", {0, EPOLL_CTL_ADD, 1, kIn}), -EINVAL);
  EXPECT_EQ(call("epoll_ctl", {epoll, EPOLL_CTL_ADD, epoll, kIn}), -EINVAL);
  EXPECT_EQ(call("epoll_wait", {epoll, kOut, 4, 0}), 0);
  EXPECT_EQ(call("epoll_wait", {epoll, kOut, 0, 0}), -EINVAL);
  EXPECT_EQ(call("epoll_wait", {0, kOut, 4, 0}), -EINVAL);
  write(1, "x");
  EXPECT_EQ(call("epoll_wait", {epoll, kOut, 4, -1}), 1);
  EXPECT_EQ(get<epoll_event>(kOut).data.u64, 0x123456789abcdef0);
  EXPECT_EQ(call("poll", {put(kIn, pollfd{.fd = 3, .events = POLLIN, .revents = 0}), 1, -1}), 1);
  EXPECT_EQ(call("epoll_pwait", {epoll, kOut, 4, -1, 0, 0}), 1);
  EXPECT_EQ(call("epoll_ctl", {epoll, EPOLL_CTL_DEL, 0, 0}), 0);
  EXPECT_EQ(call("epoll_wait", {epoll, kOut, 4, 0}), 0);
  EXPECT_EQ(call("read", {epoll, kOut, 4}), -EINVAL);
}

TEST_F(Calls, CountersCount) {
  const std::int64_t fd = call("eventfd2", {3, EFD_NONBLOCK | EFD_CLOEXEC});
  ASSERT_EQ(fd, 3);
  put(kBuffer, std::uint64_t{4});
  EXPECT_EQ(call("write", {fd, kBuffer, 8}), 8);
  EXPECT_EQ(call("read", {fd, kBuffer, 8}), 8);
  EXPECT_EQ(get<std::uint64_t>(kBuffer), 7u);
  EXPECT_EQ(call("read", {fd, kBuffer, 8}), -EAGAIN);
  EXPECT_EQ(call("eventfd2", {0, 0x40}), -EINVAL);
}

TEST_F(Calls, BlockedSignalsCanBeReadFromADescriptor) {
  const SignalMask mask = sys::GuestSignals::bit_of(SIGTERM);
  put(kIn, mask);
  ASSERT_EQ(call("rt_sigprocmask", {SIG_BLOCK, kIn, 0, 8}), 0);
  const std::int64_t fd = call("signalfd4", {-1, kIn, 8, SFD_NONBLOCK});
  ASSERT_EQ(fd, 3);
  EXPECT_EQ(call("read", {fd, kBuffer, 128}), -EAGAIN);
  EXPECT_EQ(call("read", {fd, kBuffer, 127}), -EINVAL);
  put(kIn + 64, pollfd{.fd = 3, .events = POLLIN, .revents = 0});
  EXPECT_EQ(call("poll", {kIn + 64, 1, 0}), 0);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGTERM));
  EXPECT_EQ(call("next_signal", {}), 0) << "it is blocked";
  EXPECT_EQ(call("poll", {kIn + 64, 1, -1}), 1);
  EXPECT_EQ(call("read", {fd, kBuffer, 1000}), 128);
  EXPECT_EQ(get<signalfd_siginfo>(kBuffer).ssi_signo, static_cast<unsigned>(SIGTERM));
  EXPECT_EQ(call("poll", {kIn + 64, 1, 0}), 0);
  EXPECT_EQ(call("signalfd4", {fd, put(kIn, SignalMask{0}), 8, 0}), fd);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGTERM));
  EXPECT_EQ(call("read", {fd, kBuffer, 128}), -EAGAIN) << "no longer one of its signals";
  EXPECT_EQ(call("signalfd4", {0, kIn, 8, 0}), -EINVAL);
  EXPECT_EQ(call("signalfd4", {-1, kIn, 4, 0}), -EINVAL);
}

}  // namespace
}  // namespace waggle::abi::linux
