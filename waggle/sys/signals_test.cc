#include "waggle/sys/signals.hh"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "waggle/sys/file.hh"
#include "waggle/sys/wait.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::sys {
namespace {

using testing::IsErrno;

// A child that has Signals and tells the parent how far it is: signals of a test never reach
// the test program itself.
class Child {
 public:
  struct Side {
    Stop& stop;
    Signals& signals;
    int to_parent;
    void say() const {
      if (::write(to_parent, ".", 1) != 1) ::_exit(99);
    }
  };

  explicit Child(const std::function<int(Side)>& body, const std::function<void()>& before = [] {}) {
    int ends[2];
    if (::pipe(ends) != 0) ADD_FAILURE() << "pipe";
    pid_ = ::fork();
    if (pid_ == 0) {
      before();
      auto stop = Stop::create().value();
      auto signals = Signals::catch_for(*stop).value();
      ::_exit(body({*stop, *signals, ends[1]}));
    }
    ::close(ends[1]);
    from_child_ = UniqueFd(ends[0]);
  }
  ~Child() {
    if (pid_ > 0) ::kill(pid_, SIGKILL), ::waitpid(pid_, nullptr, 0);
  }

  void hear() {
    char byte = 0;
    ASSERT_EQ(::read(from_child_.get(), &byte, 1), 1);
  }
  void signal(int number) { ASSERT_EQ(::kill(pid_, number), 0); }
  int status() {
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), std::exchange(pid_, -1));
    return status;
  }
  int exit_code() {
    const int all = status();
    EXPECT_TRUE(WIFEXITED(all)) << "status " << all;
    return WEXITSTATUS(all);
  }

 private:
  pid_t pid_ = -1;
  UniqueFd from_child_;
};

class CaughtSignal : public ::testing::TestWithParam<int> {};

TEST_P(CaughtSignal, InterruptsAWaitOnce) {
  Child child([](Child::Side side) {
    side.say();
    const auto result = wait(side.stop, {}, kForever);
    return !result.ok() && result.error().code() == EINTR && !side.stop.must_end() ? side.stop.signal() : 99;
  });
  child.hear();
  child.signal(GetParam());
  EXPECT_EQ(child.exit_code(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, CaughtSignal, ::testing::Values(SIGINT, SIGTERM, SIGHUP));

TEST(Signals, TheThirdKillsAGuestThatDoesNotEnd) {
  Child child([](Child::Side side) {
    side.stop.on_request([](void* context) { static_cast<const Child::Side*>(context)->say(); }, &side);
    side.say();
    for (;;) ::pause();
    return 0;
  });
  for (int i = 0; i < 3; ++i) {
    child.hear();
    child.signal(SIGINT);
  }
  const int status = child.status();
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGINT);
}

TEST(Signals, ReadOfAnEmptyPipeReturnsEintr) {
  Child child([](Child::Side side) {
    int ends[2];
    if (::pipe(ends) != 0) return 99;
    const auto file = File::adopt(UniqueFd(ends[0]), File::Origin::inherited).value();
    char byte = 0;
    const iovec one{.iov_base = &byte, .iov_len = 1};
    side.say();
    const auto result = file->read(side.stop, {&one, 1});
    return !result.ok() && result.error().code() == EINTR ? 7 : 99;
  });
  child.hear();
  child.signal(SIGINT);
  EXPECT_EQ(child.exit_code(), 7);
}

TEST(Signals, WriteToAFullPipeEndsWithTheGuest) {
  Child child([](Child::Side side) {
    int ends[2];
    if (::pipe(ends) != 0) return 99;
    const auto file = File::adopt(UniqueFd(ends[1]), File::Origin::inherited).value();
    std::string much(1 << 20, 'x');
    const iovec one{.iov_base = much.data(), .iov_len = 4096};
    for (int i = 0; i < 16; ++i)  // the capacity of a pipe is 16 pages
      if (!file->write(side.stop, {&one, 1}).ok()) return 98;
    side.say();
    const auto result = file->write(side.stop, {&one, 1});
    return !result.ok() && result.error().code() == EINTR && side.stop.must_end() ? 7 : 97;
  });
  child.hear();
  child.signal(SIGTERM);
  EXPECT_EQ(child.exit_code(), 7);
}

TEST(Signals, BrokenPipeEndsTheGuest) {
  Child child([](Child::Side side) {
    int ends[2];
    if (::pipe(ends) != 0) return 99;
    ::close(ends[0]);
    const auto file = File::adopt(UniqueFd(ends[1]), File::Origin::inherited).value();
    char byte = 'x';
    const iovec one{.iov_base = &byte, .iov_len = 1};
    const auto result = file->write(side.stop, {&one, 1});
    return !result.ok() && result.error().code() == EPIPE && side.stop.must_end() ? side.stop.signal() : 99;
  });
  EXPECT_EQ(child.exit_code(), SIGPIPE);
}

TEST(Signals, AlarmTellsAGuestThatComputes) {
  Child child([](Child::Side side) {
    static volatile sig_atomic_t interrupted = 0;
    side.stop.on_request([](void*) { interrupted = 1; }, nullptr);
    if (!side.signals.wake_at(Clock::now() + std::chrono::milliseconds(10)).ok()) return 99;
    while (interrupted == 0) {
    }
    return side.stop.timed_out() ? 7 : 98;
  });
  EXPECT_EQ(child.exit_code(), 7);
}

TEST(Signals, IgnoredSignalStaysIgnored) {
  Child child(
      [](Child::Side side) {
        ::raise(SIGHUP);
        return side.stop.asked() ? 99 : 7;
      },
      [] { ::signal(SIGHUP, SIG_IGN); });
  EXPECT_EQ(child.exit_code(), 7);
}

TEST(Signals, BlockedSignalIsUnblocked) {
  Child child([](Child::Side side) { return ::raise(SIGINT) == 0 && side.stop.asked() ? 7 : 99; },
              [] {
                sigset_t all;
                sigfillset(&all);
                ::sigprocmask(SIG_BLOCK, &all, nullptr);
              });
  EXPECT_EQ(child.exit_code(), 7);
}

TEST(Signals, SignalThatConcernsNobodyIsWaitedThrough) {
  Child child([](Child::Side side) {
    struct sigaction action{};
    action.sa_handler = [](int) {};
    ::sigaction(SIGUSR1, &action, nullptr);
    side.say();
    const auto result = wait(side.stop, {}, Clock::now() + std::chrono::milliseconds(100));
    return result.ok() && *result == 0 ? 7 : 99;
  });
  child.hear();
  child.signal(SIGUSR1);
  EXPECT_EQ(child.exit_code(), 7);
}

TEST(Signals, OneAtATimeAndHandlersAreRestored) {
  struct sigaction before{}, after{};
  ::sigaction(SIGINT, nullptr, &before);
  auto stop = Stop::create().value();
  {
    const auto signals = Signals::catch_for(*stop).value();
    EXPECT_THAT(Signals::catch_for(*stop), IsErrno(EBUSY));
    ::sigaction(SIGINT, nullptr, &after);
    EXPECT_NE(after.sa_handler, before.sa_handler);
  }
  ::sigaction(SIGINT, nullptr, &after);
  EXPECT_EQ(after.sa_handler, before.sa_handler);
  EXPECT_THAT(Signals::catch_for(*stop), testing::IsOk());
}

TEST(Signals, WhatTheGuestHandlesIsLeftToIt) {
  Child child([](Child::Side side) {
    side.stop.signals().set_action(SIGUSR1, GuestSignals::Action::handle);
    side.say();
    if (wait(side.stop, {}, kForever).ok()) return 1;
    return side.stop.signals().take() == SIGUSR1 && !side.stop.asked() ? 0 : 2;
  });
  child.hear();
  child.signal(SIGUSR1);
  EXPECT_EQ(child.exit_code(), 0);
}

TEST(Signals, WhatWasIgnoredCanBeHandled) {
  const auto ignore = [] { ::signal(SIGINT, SIG_IGN); };
  Child child(
      [](Child::Side side) {
        if (side.stop.signals().action(SIGINT) != GuestSignals::Action::ignore) return 1;
        ::raise(SIGINT);
        if (side.stop.asked()) return 2;
        side.stop.signals().set_action(SIGINT, GuestSignals::Action::handle);
        ::raise(SIGINT);
        return side.stop.signals().take() == SIGINT ? 0 : 3;
      },
      ignore);
  EXPECT_EQ(child.exit_code(), 0);
}

}  // namespace
}  // namespace waggle::sys
