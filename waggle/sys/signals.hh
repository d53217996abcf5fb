// The process's signals, for as long as one guest runs. Owns the handlers and the alarm, and
// puts the old dispositions back; what a signal means for the guest is the Stop's business.
// The only process-wide state of the room is here: a handler can reach its Stop by nothing else.
#pragma once

#include <ctime>
#include <memory>

#include "waggle/base/result.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

class [[nodiscard("dropping Signals restores the handlers")]] Signals {
 public:
  // From now on SIGINT, SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2 are requests to `stop`, which must
  // outlive the object, and SIGPIPE ends the guest at once; the third one kills as by default. What
  // the guest takes care of itself (GuestSignals), SIGWINCH and SIGCONT too, is left to it. A signal
  // that is ignored (nohup, a background job) stays ignored until the guest wants to handle it.
  // System calls are not restarted. EBUSY while another Signals exists in the process.
  static Result<std::unique_ptr<Signals>> catch_for(Stop& stop);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // At `time`, SIGALRM asks the Stop by its deadline, so that a guest that never waits
  // learns of it. Replaces an earlier time.
  Result<void> wake_at(Time time);

 private:
  Signals() = default;
  Result<void> install();

  bool has_timer_ = false;
  timer_t timer_{};
};

}  // namespace waggle::sys
