#include "waggle/base/fd.hh"

#include <fcntl.h>
#include <unistd.h>

namespace waggle {

UniqueFd::UniqueFd(int fd) noexcept : fd_(fd) {
  if (fd_ != 0) return;
  fd_ = ::fcntl(0, F_DUPFD_CLOEXEC, 3);
  ::close(0);
}

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void UniqueFd::reset() noexcept {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Result<UniqueFd> UniqueFd::duplicate(int fd) {
  const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return errno_error("duplicating a descriptor");
  return UniqueFd(copy);
}

}  // namespace waggle
