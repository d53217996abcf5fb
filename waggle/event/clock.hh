// Times of the day as text. Keeps what it computed for the second that it saw last: the zone's rules are asked once a
// second, not once an event.
#pragma once

#include <string>

#include "waggle/event/event.hh"

namespace waggle::event {

class Clock {
 public:
  // In the zone of TZ, or in UTC.
  explicit Clock(bool utc) : utc_(utc) {}

  // "20:15:03"
  void append_time(std::string& out, WallTime time);
  // "20:15:03.000251"
  void append_precise_time(std::string& out, WallTime time);
  // "2026-11-21T20:15:03.000251349+01:00", or with "Z" in UTC
  void append_date_and_time(std::string& out, WallTime time);

 private:
  void know(WallTime time);

  bool utc_;
  std::int64_t second_ = INT64_MIN;  // since the epoch, of what the texts say
  std::string date_, time_, zone_;
};

}  // namespace waggle::event
