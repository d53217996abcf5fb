#include "waggle/loader/run.hh"

#include <poll.h>

#include <algorithm>

namespace waggle::loader {
namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

// Events between two looks at the descriptor that says stop.
constexpr std::size_t kBatch = 4096;

Clock::duration as_ticks(std::chrono::nanoseconds time) { return std::chrono::duration_cast<Clock::duration>(time); }

class Runner {
 public:
  Runner(Tracer& tracer, const Samples::Outlets& outlets, const RunLimits& limits)
      : tracer_(tracer), sink_(outlets.sink), outlets_(outlets), limits_(limits) {
    for (const int fd : tracer.descriptors()) fds_.push_back({.fd = fd, .events = POLLIN, .revents = 0});
    fds_.push_back({.fd = limits.stop, .events = POLLIN, .revents = 0});
    tracer.samples().begin(interval_begin_);
    if (limits.duration) end_ = interval_begin_ + as_ticks(*limits.duration);
    if (limits.interval) interval_end_ = interval_begin_ + as_ticks(*limits.interval);
  }

  Result<Ending> run() {
    for (;;) {
      WAGGLE_TRY(const std::size_t count, tracer_.consume(sink_, kBatch));
      if (enough()) return finish(Ending::enough);
      const Time now = Clock::now();
      if (now >= end_) return finish(Ending::duration);  // and with it an interval that ends at the same time
      WAGGLE_CHECK(keep_time(now));
      if (count == 0) WAGGLE_CHECK(sink_.flush());
      WAGGLE_TRY(const bool stopped, wait(count == 0));
      if (stopped) return finish(Ending::stopped);
    }
  }

 private:
  [[nodiscard]] bool enough() const { return limits_.enough && limits_.enough(); }

  Result<void> keep_time(Time now) {
    WAGGLE_CHECK(tracer_.samples().show_due(now, outlets_));
    if (now < interval_end_) return {};
    interval_begin_ = interval_end_;
    interval_end_ = std::max(interval_end_ + as_ticks(*limits_.interval), now);
    return sink_.end_interval({});
  }

  // Whether it shall stop. Without patience it only looks.
  Result<bool> wait(bool patient) {
    const Time until = patient ? std::min({end_, interval_end_, tracer_.samples().next()}) : Time{};
    const auto left = std::max(until - Clock::now(), Clock::duration::zero());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec time{.tv_sec = seconds.count(),
                        .tv_nsec = std::chrono::duration_cast<std::chrono::nanoseconds>(left - seconds).count()};
    const bool forever = until == Time::max();
    if (::ppoll(fds_.data(), fds_.size(), forever ? nullptr : &time, nullptr) < 0 && errno != EINTR)
      return errno_error("waiting for events");
    return fds_.back().revents != 0 && (!limits_.stopped || limits_.stopped());
  }

  Result<Ending> finish(Ending ending) {
    tracer_.detach();
    const Time now = Clock::now();
    for (std::size_t count = 1; count > 0 && !enough();) {
      WAGGLE_TRY(count, tracer_.consume(sink_, kBatch));
    }
    WAGGLE_CHECK(tracer_.samples().show_all(now, outlets_));
    if (limits_.interval)
      WAGGLE_CHECK(sink_.end_interval(now < interval_end_ ? event::CutShort(now - interval_begin_) : std::nullopt));
    WAGGLE_CHECK(sink_.finish());
    return ending;
  }

  Tracer& tracer_;
  event::Sink& sink_;
  const Samples::Outlets& outlets_;
  const RunLimits& limits_;
  std::vector<pollfd> fds_;
  Time interval_begin_ = Clock::now();
  Time end_ = Time::max();
  Time interval_end_ = Time::max();
};

}  // namespace

Result<Ending> run(Tracer& tracer, event::Sink& sink, const RunLimits& limits, event::Output* drawings) {
  if (tracer.idle()) {
    WAGGLE_CHECK(sink.finish());
    return Ending::nothing;
  }
  return Runner(tracer, {sink, drawings}, limits).run();
}

}  // namespace waggle::loader
