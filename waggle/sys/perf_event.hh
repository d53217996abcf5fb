// A performance event (perf_event_open(2)) that a guest opened, vetted before: what could reach
// waggle itself by address or signal is refused. Read as a counter; its ring of samples is mapped by
// nobody here.
#pragma once

#include <linux/perf_event.h>
#include <sys/types.h>

#include <memory>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/sys/descriptor.hh"

namespace waggle::sys {

class PerfEvent final : public Descriptor {
 public:
  // What else perf_event_open takes; descriptors are the host's.
  struct Place {
    pid_t pid = 0;  // with PERF_FLAG_PID_CGROUP a descriptor
    int cpu = -1;
    int group = -1;
    unsigned long flags = 0;
  };
  explicit PerfEvent(UniqueFd fd) : fd_(std::move(fd)) {}

  // The structure from the bytes of a guest, which may know a shorter or a longer one than we do.
  // EINVAL for less than the first version; E2BIG for what we do not know, unless it is zero; EPERM
  // for kinds of events that name things by address (kprobe, uprobe), and for those that raise signals.
  static Result<perf_event_attr> parse(Bytes bytes);
  // Whether it is what BPF programs of the type perf_event attach to, and nothing else: the kernel's own counter, with
  // a period, whose samples hold nothing. Who may attach a program learns no more by it than that program does.
  static bool only_runs_programs(const perf_event_attr& attributes);
  // Of an event as parse() gives it.
  static Result<std::shared_ptr<PerfEvent>> open(const perf_event_attr& attributes, const Place& place);

  [[nodiscard]] int host_fd() const noexcept override { return fd_.get(); }
  Result<std::size_t> read(Stop& stop, IoVecs to) const override;

  // As ioctl(2) with PERF_EVENT_IOC_ENABLE, _DISABLE, _RESET (argument: PERF_IOC_FLAG_GROUP or 0)
  // and _SET_BPF (argument: a descriptor of the host). Others are ENOTTY.
  [[nodiscard]] Result<void> control(unsigned request, unsigned argument) const;

 private:
  UniqueFd fd_;
};

}  // namespace waggle::sys
