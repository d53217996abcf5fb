#include "waggle/loader/run.hh"

#include <poll.h>

#include <algorithm>

namespace waggle::loader {
namespace {

using Clock = std::chrono::steady_clock;

// Events between two looks at the descriptor that says stop.
constexpr std::size_t kBatch = 4096;

class Runner {
 public:
  Runner(Tracer& tracer, event::Sink& sink, const RunLimits& limits)
      : tracer_(tracer), sink_(sink), limits_(limits), left_(limits.count.value_or(UINT64_MAX)) {
    for (const int fd : tracer.buffers().descriptors()) fds_.push_back({.fd = fd, .events = POLLIN, .revents = 0});
    fds_.push_back({.fd = limits.stop, .events = POLLIN, .revents = 0});
    if (limits.duration) end_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(*limits.duration);
  }

  Result<Ending> run() {
    for (;;) {
      WAGGLE_TRY(const std::size_t count, consume());
      if (left_ == 0) return finish(Ending::enough);
      if (count == 0) WAGGLE_CHECK(sink_.flush());
      if (Clock::now() >= end_) return finish(Ending::duration);
      WAGGLE_TRY(const bool stopped, wait(count == 0));
      if (stopped) return finish(Ending::stopped);
    }
  }

 private:
  Result<std::size_t> consume() {
    WAGGLE_TRY(const std::size_t count, tracer_.buffers().consume(sink_, std::min<std::uint64_t>(kBatch, left_)));
    left_ -= std::min<std::uint64_t>(left_, count);
    return count;
  }

  // Whether it shall stop. Without patience it only looks.
  Result<bool> wait(bool patient) {
    const auto until = patient ? end_ : Clock::time_point{};
    const auto left = std::max(until - Clock::now(), Clock::duration::zero());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec time{.tv_sec = seconds.count(),
                        .tv_nsec = std::chrono::duration_cast<std::chrono::nanoseconds>(left - seconds).count()};
    const bool forever = until == Clock::time_point::max();
    if (::ppoll(fds_.data(), fds_.size(), forever ? nullptr : &time, nullptr) < 0 && errno != EINTR)
      return errno_error("waiting for events");
    return fds_.back().revents != 0;
  }

  Result<Ending> finish(Ending ending) {
    // Not for ever: programs that are still attached may write faster than anybody reads.
    for (unsigned batch = 0; batch < 16 && left_ > 0; ++batch) {
      WAGGLE_TRY(const std::size_t count, consume());
      if (count == 0) break;
    }
    WAGGLE_CHECK(sink_.finish());
    return ending;
  }

  Tracer& tracer_;
  event::Sink& sink_;
  const RunLimits& limits_;
  std::uint64_t left_;  // events that are still wanted
  std::vector<pollfd> fds_;
  Clock::time_point end_ = Clock::time_point::max();
};

}  // namespace

Result<Ending> run(Tracer& tracer, event::Sink& sink, const RunLimits& limits) {
  if (tracer.attached() == 0 && tracer.buffers().empty()) {
    WAGGLE_CHECK(sink.finish());
    return Ending::nothing;
  }
  return Runner(tracer, sink, limits).run();
}

}  // namespace waggle::loader
