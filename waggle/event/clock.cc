#include "waggle/event/clock.hh"

#include <fmt/format.h>

#include <ctime>

namespace waggle::event {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::int64_t nanoseconds_of(WallTime time) { return time.time_since_epoch().count(); }
std::int64_t second_of(WallTime time) {
  const std::int64_t ns = nanoseconds_of(time);
  return ns / kSecond - (ns % kSecond < 0 ? 1 : 0);
}
std::int64_t fraction_of(WallTime time) { return (nanoseconds_of(time) % kSecond + kSecond) % kSecond; }

// So many digits of a number, with zeroes in front.
void append_digits(std::string& out, std::int64_t number, std::size_t count) {
  out.append(count, '0');
  for (std::size_t i = out.size(); count-- > 0; number /= 10) out[--i] = static_cast<char>('0' + number % 10);
}

std::string zone_text(long seconds_east) {
  if (seconds_east == 0) return "Z";
  const long minutes = (seconds_east < 0 ? -seconds_east : seconds_east) / 60;
  return fmt::format("{}{:02}:{:02}", seconds_east < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace

void Clock::know(WallTime time) {
  const std::int64_t second = second_of(time);
  if (second == second_) return;
  second_ = second;
  const std::time_t seconds = second;
  std::tm parts{};
  if (utc_) ::gmtime_r(&seconds, &parts);
  else ::localtime_r(&seconds, &parts);
  date_ = fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
  time_ = fmt::format("{:02}:{:02}:{:02}", parts.tm_hour, parts.tm_min, parts.tm_sec);
  zone_ = zone_text(parts.tm_gmtoff);
}

void Clock::append_time(std::string& out, WallTime time) {
  know(time);
  out += time_;
}

void Clock::append_precise_time(std::string& out, WallTime time) {
  append_time(out, time);
  out += '.';
  append_digits(out, fraction_of(time) / 1000, 6);
}

void Clock::append_date_and_time(std::string& out, WallTime time) {
  know(time);
  out.append(date_).append("T").append(time_).append(".");
  append_digits(out, fraction_of(time), 9);
  out += zone_;
}

}  // namespace waggle::event
