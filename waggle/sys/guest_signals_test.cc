#include "waggle/sys/guest_signals.hh"

#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "waggle/sys/signal_fd.hh"
#include "waggle/sys/wait.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::sys {
namespace {

using testing::IsErrno;
using Action = GuestSignals::Action;

TEST(GuestSignals, BeginWithDefaultActions) {
  GuestSignals signals;
  EXPECT_FALSE(signals.raise(SIGINT));
  EXPECT_FALSE(signals.raise(SIGUSR1));
  EXPECT_TRUE(signals.raise(SIGWINCH)) << "it does nothing by default";
  EXPECT_EQ(signals.take(), 0);
}

TEST(GuestSignals, HandledOnesArePendingUntilTaken) {
  GuestSignals signals;
  signals.set_action(SIGTERM, Action::handle);
  signals.set_action(SIGINT, Action::handle);
  EXPECT_TRUE(signals.raise(SIGTERM));
  EXPECT_TRUE(signals.raise(SIGINT));
  EXPECT_TRUE(signals.due());
  EXPECT_EQ(signals.take(), SIGINT);
  EXPECT_EQ(signals.take(), SIGTERM);
  EXPECT_FALSE(signals.due());
}

TEST(GuestSignals, IgnoringDropsWhatIsPending) {
  GuestSignals signals;
  signals.set_action(SIGINT, Action::handle);
  EXPECT_TRUE(signals.raise(SIGINT));
  signals.set_action(SIGINT, Action::ignore);
  EXPECT_FALSE(signals.due());
  EXPECT_TRUE(signals.raise(SIGINT));
  signals.set_action(SIGINT, Action::handle);
  EXPECT_EQ(signals.take(), 0);
}

TEST(GuestSignals, BlockedOnesWaitWhateverTheirAction) {
  GuestSignals signals;
  signals.set_action(SIGUSR1, Action::handle);
  signals.set_blocked(GuestSignals::bit_of(SIGUSR1) | GuestSignals::bit_of(SIGTERM));
  EXPECT_TRUE(signals.raise(SIGUSR1));
  EXPECT_TRUE(signals.raise(SIGTERM));
  EXPECT_FALSE(signals.due());
  EXPECT_EQ(signals.take_unhandled(), 0);
  signals.set_blocked(0);
  EXPECT_EQ(signals.take_unhandled(), SIGTERM);
  EXPECT_EQ(signals.take(), SIGUSR1);
}

TEST(GuestSignals, WhatIsDueStaysDueWhenItIsBlockedAgain) {
  GuestSignals signals;
  signals.set_action(SIGINT, Action::handle);
  EXPECT_TRUE(signals.raise(SIGINT));
  signals.keep_due();
  signals.set_blocked(GuestSignals::bit_of(SIGINT));
  EXPECT_TRUE(signals.due());
  EXPECT_EQ(signals.take(), SIGINT);
  EXPECT_TRUE(signals.raise(SIGINT));
  EXPECT_EQ(signals.take(), 0);
}

// A guest that computes for ever takes nothing; time is all that tells it from one that is slow.
TEST(GuestSignals, AGuestThatLeavesThemUntakenIsEndedByTheNext) {
  GuestSignals signals;
  for (const int signal : {SIGINT, SIGUSR1}) signals.set_action(signal, Action::handle);
  EXPECT_TRUE(signals.raise(SIGUSR1));
  EXPECT_TRUE(signals.raise(SIGINT));
  EXPECT_TRUE(signals.raise(SIGINT)) << "it has had no time yet";
  std::this_thread::sleep_for(std::chrono::milliseconds(260));
  EXPECT_TRUE(signals.raise(SIGUSR1)) << "which nobody ends a program by";
  EXPECT_FALSE(signals.raise(SIGINT));
}

TEST(GuestSignals, AHandledOneInterruptsWaitsUntilItIsTaken) {
  const auto stop = Stop::create().value();
  stop->signals().set_action(SIGINT, Action::handle);
  std::thread other([&] { EXPECT_TRUE(stop->leave_to_guest(SIGINT)); });
  EXPECT_THAT(wait(*stop, {}, kForever), IsErrno(EINTR));
  other.join();
  EXPECT_THAT(wait(*stop, {}, kForever, Patience::patient), IsErrno(EINTR));
  EXPECT_EQ(stop->signals().take(), SIGINT);
  EXPECT_EQ(wait(*stop, {}, kNow).value(), 0);
  EXPECT_FALSE(stop->asked());
}

TEST(SignalFd, IsReadableWhileOneOfItsSignalsIsPending) {
  const auto stop = Stop::create().value();
  GuestSignals& signals = stop->signals();
  signals.set_blocked(GuestSignals::bit_of(SIGHUP) | GuestSignals::bit_of(SIGTERM));
  const auto fd = SignalFd::create(signals, GuestSignals::bit_of(SIGHUP), 0).value();
  EXPECT_TRUE(stop->leave_to_guest(SIGTERM));
  pollfd set{.fd = fd->host_fd(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(wait(*stop, {&set, 1}, kNow).value(), 0);
  std::thread other([&] { EXPECT_TRUE(stop->leave_to_guest(SIGHUP)); });
  EXPECT_EQ(wait(*stop, {&set, 1}, kForever).value(), 1);
  other.join();
  std::byte record[128];
  const iovec vector{.iov_base = record, .iov_len = sizeof record};
  EXPECT_EQ(fd->read(*stop, {&vector, 1}).value(), sizeof record);
  EXPECT_EQ(wait(*stop, {&set, 1}, kNow).value(), 0);
}

}  // namespace
}  // namespace waggle::sys
