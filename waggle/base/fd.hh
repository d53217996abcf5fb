// An owned file descriptor of the host.
#pragma once

#include <utility>

#include "waggle/base/result.hh"

namespace waggle {

// Owns one descriptor and closes it. Never holds 0: a zeroed bpf_attr means "no descriptor"
// by 0, so one that arrives as 0 is moved up. Always close-on-exec.
class UniqueFd {
 public:
  UniqueFd() = default;
  // Takes ownership of `fd`; negative means none.
  explicit UniqueFd(int fd) noexcept;
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept;
  ~UniqueFd() { reset(); }

  // A second descriptor for the same open file.
  static Result<UniqueFd> duplicate(int fd);

  [[nodiscard]] int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  // Gives ownership away.
  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
  void reset() noexcept;

 private:
  int fd_ = -1;
};

}  // namespace waggle
