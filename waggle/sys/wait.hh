// The one place where a guest's thread blocks. ppoll with the Stop's wake descriptor in its
// set: whichever thread a signal lands on, and whenever, no wake-up is lost.
#pragma once

#include <poll.h>

#include <span>

#include "waggle/base/result.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

enum class Patience : std::uint8_t {
  polite,   // a request to stop interrupts it: for polls, sleeps and reads
  patient,  // only must_end() interrupts it: for writes, whose bytes a libc would drop on EINTR
};

// Waits until one of `fds` is ready or `until` has come; the number of ready ones, 0 for
// `until`. `revents` are filled in as by poll(2); a negative fd is ignored. EINTR when the
// guest shall end or has a signal to handle, and only then: signals that concern nobody are waited
// through.
Result<int> wait(Stop& stop, std::span<pollfd> fds, Time until, Patience patience = Patience::polite);

// One attempt to wait, by whatever call can wait for the Stop's wake descriptor as well.
class Attempt {
 public:
  // Until something is ready, the wake descriptor is (which it calms), a signal comes or a point in time; how many are
  // ready without the wake descriptor.
  virtual Result<int> wait(Time until) = 0;

 protected:
  ~Attempt() = default;
};

// The same by another call than ppoll.
Result<int> wait_by(Attempt& attempt, Stop& stop, Time until, Patience patience = Patience::polite);

// Waits a moment, for a call that would block though its descriptor is ready: a counter that is nearly full, a datagram
// for somebody who does not read.
Result<void> pause(Stop& stop);

// Waits until the one descriptor is ready for `events`. EAGAIN when `until` comes first.
Result<void> wait_for(Stop& stop, int fd, short events, Time until, Patience patience = Patience::polite);

}  // namespace waggle::sys
