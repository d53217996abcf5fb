#include "waggle/event/clock.hh"

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>

#include "waggle/testing/events.hh"

namespace waggle::event {
namespace {

using waggle::testing::test_time;

// In a zone that needs no table: half past five hours east of Greenwich (the sign of TZ is the other way round).
class Clocks : public ::testing::Test {
 protected:
  Clocks() { set("WAG-05:30"); }
  ~Clocks() override { set(before_.empty() ? nullptr : before_.c_str()); }

  static void set(const char* zone) {
    if (zone == nullptr) ::unsetenv("TZ");
    else ::setenv("TZ", zone, 1);
    ::tzset();
  }
  static std::string whole(Clock& clock, WallTime time) {
    std::string out;
    clock.append_date_and_time(out, time);
    return out;
  }

 private:
  std::string before_ = std::getenv("TZ") == nullptr ? "" : std::getenv("TZ");
};

TEST_F(Clocks, FollowTheZoneOrUtc) {
  Clock local(false), utc(true);
  EXPECT_EQ(whole(local, test_time()), "2026-11-22T01:45:03.000251349+05:30");
  EXPECT_EQ(whole(utc, test_time()), "2026-11-21T20:15:03.000251349Z");
  std::string out;
  local.append_precise_time(out, test_time());
  EXPECT_EQ(out, "01:45:03.000251");
}

TEST_F(Clocks, WestOfGreenwichIsBehind) {
  set("WAG03");
  Clock clock(false);
  EXPECT_EQ(whole(clock, test_time()), "2026-11-21T17:15:03.000251349-03:00");
}

TEST_F(Clocks, KnowTheNextSecondAndTheOneBefore) {
  Clock clock(true);
  EXPECT_EQ(whole(clock, test_time()), "2026-11-21T20:15:03.000251349Z");
  EXPECT_EQ(whole(clock, test_time() + std::chrono::seconds(60)), "2026-11-21T20:16:03.000251349Z");
  EXPECT_EQ(whole(clock, test_time() - std::chrono::hours(24)), "2026-11-20T20:15:03.000251349Z");
}

TEST_F(Clocks, TimesBefore1970AreTimesToo) {
  Clock clock(true);
  EXPECT_EQ(whole(clock, WallTime(std::chrono::nanoseconds(-1))), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(whole(clock, WallTime::min()), "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(whole(clock, WallTime::max()), "2262-04-11T23:47:16.854775807Z");
}

}  // namespace
}  // namespace waggle::event
