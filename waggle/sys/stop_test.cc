#include "waggle/sys/stop.hh"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

#include "waggle/sys/wait.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::sys {
namespace {

using namespace std::chrono_literals;
using testing::IsErrno;

class StopTest : public ::testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    reading_ = UniqueFd(ends[0]);
    writing_ = UniqueFd(ends[1]);
  }

  Result<int> wait_for_input(Time until, Patience patience = Patience::polite) {
    pollfd one{.fd = reading_.get(), .events = POLLIN, .revents = 0};
    return wait(*stop_, {&one, 1}, until, patience);
  }
  void give_input() { ASSERT_EQ(::write(writing_.get(), "x", 1), 1); }

  std::unique_ptr<Stop> stop_ = Stop::create().value();
  UniqueFd reading_, writing_;
};

TEST_F(StopTest, WaitsForTheTime) {
  const Time until = Clock::now() + 20ms;
  EXPECT_EQ(*wait_for_input(until), 0);
  EXPECT_GE(Clock::now(), until);
}

TEST_F(StopTest, WaitsForTheDescriptor) {
  std::thread writer([this] { give_input(); });
  EXPECT_EQ(*wait_for_input(kForever), 1);
  writer.join();
}

TEST_F(StopTest, WaitTellsWhichDescriptorIsReady) {
  give_input();
  pollfd two[2]{{.fd = -1, .events = POLLIN, .revents = 1}, {.fd = reading_.get(), .events = POLLIN, .revents = 0}};
  EXPECT_EQ(*wait(*stop_, two, kForever), 1);
  EXPECT_EQ(two[0].revents, 0);
  EXPECT_EQ(two[1].revents, POLLIN);
}

TEST_F(StopTest, NothingHappensUnasked) {
  EXPECT_FALSE(stop_->asked());
  EXPECT_FALSE(stop_->must_end());
  EXPECT_FALSE(stop_->timed_out());
  EXPECT_EQ(stop_->end(), kForever);
}

TEST_F(StopTest, FirstWaitAfterTheRequestIsInterruptedEvenWhenReady) {
  give_input();
  stop_->request(SIGTERM);
  EXPECT_THAT(wait_for_input(kForever), IsErrno(EINTR));
  EXPECT_FALSE(stop_->must_end());
  EXPECT_EQ(stop_->signal(), SIGTERM);
  EXPECT_EQ(*wait_for_input(kForever), 1) << "what is ready may be drained";
  EXPECT_FALSE(stop_->must_end());
}

TEST_F(StopTest, BlockingAgainAfterTheInterruptionEndsTheGuest) {
  stop_->request(SIGINT);
  EXPECT_THAT(wait_for_input(kForever), IsErrno(EINTR));
  EXPECT_EQ(*wait_for_input(kNow), 0) << "looking is no blocking";
  EXPECT_FALSE(stop_->must_end());
  EXPECT_THAT(wait_for_input(kForever), IsErrno(EINTR));
  EXPECT_TRUE(stop_->must_end());
}

TEST_F(StopTest, RequestFromAnotherThreadWakesTheWait) {
  std::thread other([this] { stop_->request(SIGINT); });
  EXPECT_THAT(wait_for_input(kForever), IsErrno(EINTR));
  other.join();
}

TEST_F(StopTest, SecondRequestEndsAtOnce) {
  stop_->request(SIGINT);
  EXPECT_FALSE(stop_->must_end());
  stop_->request(SIGTERM);
  EXPECT_TRUE(stop_->must_end());
  EXPECT_EQ(stop_->signal(), SIGINT) << "the first one counts";
}

TEST_F(StopTest, PatientWaitGoesOnUntilTheGuestMustEnd) {
  stop_->request(SIGINT);
  const Time end = stop_->end();
  EXPECT_THAT(wait_for_input(kForever, Patience::patient), IsErrno(EINTR));
  EXPECT_GE(Clock::now(), end);
  EXPECT_TRUE(stop_->must_end());
}

TEST_F(StopTest, PatientWaitStillSeesItsDescriptor) {
  stop_->request(SIGINT);
  give_input();
  EXPECT_EQ(*wait_for_input(kForever, Patience::patient), 1);
  EXPECT_FALSE(stop_->interruption_taken());
}

TEST_F(StopTest, DeadlineInterruptsAWait) {
  stop_->set_deadline(Clock::now() + 10ms);
  EXPECT_THAT(wait_for_input(kForever), IsErrno(EINTR));
  EXPECT_TRUE(stop_->timed_out());
  EXPECT_GE(Clock::now(), stop_->deadline());
}

TEST_F(StopTest, DeadlineIsNoSecondRequest) {
  stop_->request(SIGINT);
  stop_->request_by_deadline();
  EXPECT_FALSE(stop_->must_end());
  EXPECT_FALSE(stop_->timed_out());
}

TEST_F(StopTest, SignalAfterTheDeadlineEndsAtOnceAsTimedOut) {
  stop_->request_by_deadline();
  stop_->request(SIGINT);
  EXPECT_TRUE(stop_->must_end());
  EXPECT_TRUE(stop_->timed_out());
}

TEST_F(StopTest, EveryRequestCallsTheHook) {
  int calls = 0;
  stop_->on_request([](void* context) { ++*static_cast<int*>(context); }, &calls);
  stop_->request(SIGINT);
  stop_->request_by_deadline();
  stop_->end_now();
  EXPECT_EQ(calls, 3);
}

TEST_F(StopTest, InterruptionGivesTimeToCleanUp) {
  stop_->request(SIGINT);
  const Time to_reach_a_wait = stop_->end();
  EXPECT_TRUE(stop_->take_interruption());
  EXPECT_FALSE(stop_->take_interruption());
  EXPECT_GT(stop_->end(), to_reach_a_wait);
}

}  // namespace
}  // namespace waggle::sys
