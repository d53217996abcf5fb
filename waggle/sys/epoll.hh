// A set of descriptors to wait for (epoll(7)): the kernel's own, whose members are host
// descriptors that the guest knows by its own numbers. What the guest gets back is its data.
#pragma once

#include <sys/epoll.h>

#include <memory>
#include <span>

#include "waggle/base/fd.hh"
#include "waggle/sys/descriptor.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

class Epoll final : public Descriptor {
 public:
  static Result<std::shared_ptr<Epoll>> create();
  explicit Epoll(UniqueFd fd) : fd_(std::move(fd)) {}

  [[nodiscard]] int host_fd() const noexcept override { return fd_.get(); }

  // As epoll_ctl(2). A member that is closed leaves the set by itself, once nothing else has its
  // open file.
  Result<void> control(int operation, const Descriptor& member, epoll_event event) const;
  // As epoll_wait(2), until a point in time: how many events there are.
  Result<std::size_t> wait(Stop& stop, std::span<epoll_event> events, Time until) const;

 private:
  UniqueFd fd_;
};

}  // namespace waggle::sys
