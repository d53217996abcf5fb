// Files that no path leads to: pipes, counters and timers. Once made they are Files as all others:
// read, written and waited for in the same way.
#pragma once

#include <sys/timerfd.h>

#include <memory>

#include "waggle/base/result.hh"
#include "waggle/sys/file.hh"

namespace waggle::sys {

struct Pipe {
  std::shared_ptr<File> reading;
  std::shared_ptr<File> writing;
};
// As pipe2(2); `flags` O_NONBLOCK, O_DIRECT.
Result<Pipe> make_pipe(int flags);

// As eventfd(2); `flags` EFD_NONBLOCK, EFD_SEMAPHORE.
Result<std::shared_ptr<File>> make_counter(unsigned initial, int flags);

// As timerfd_create(2); `flags` TFD_NONBLOCK.
Result<std::shared_ptr<File>> make_timer(clockid_t clock, int flags);
// As timerfd_settime(2): what was set before. EINVAL for a file that is no timer.
Result<itimerspec> set_timer(const File& timer, int flags, const itimerspec& time);
Result<itimerspec> timer_left(const File& timer);

}  // namespace waggle::sys
