#include "waggle/sys/unnamed.hh"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace waggle::sys {
namespace {

Result<std::shared_ptr<File>> adopt_own(UniqueFd fd) {
  if (!fd) return Error(errno);
  return File::adopt(std::move(fd), File::Origin::opened);
}

}  // namespace

Result<Pipe> make_pipe(int flags) {
  int ends[2];
  if (::pipe2(ends, flags | O_CLOEXEC) != 0) return Error(errno);
  UniqueFd writing(ends[1]);  // closed if the other fails
  WAGGLE_TRY(auto reader, adopt_own(UniqueFd(ends[0])));
  WAGGLE_TRY(auto writer, adopt_own(std::move(writing)));
  return Pipe{std::move(reader), std::move(writer)};
}

Result<std::shared_ptr<File>> make_counter(unsigned initial, int flags) {
  return adopt_own(UniqueFd(::eventfd(initial, flags | EFD_CLOEXEC)));
}

Result<std::shared_ptr<File>> make_timer(clockid_t clock, int flags) {
  return adopt_own(UniqueFd(::timerfd_create(clock, flags | TFD_CLOEXEC)));
}

Result<itimerspec> set_timer(const File& timer, int flags, const itimerspec& time) {
  itimerspec old{};
  if (::timerfd_settime(timer.host_fd(), flags, &time, &old) != 0) return Error(errno);
  return old;
}

Result<itimerspec> timer_left(const File& timer) {
  itimerspec left{};
  if (::timerfd_gettime(timer.host_fd(), &left) != 0) return Error(errno);
  return left;
}

}  // namespace waggle::sys
