#include "waggle/sys/perf_event.hh"

#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>

namespace waggle::sys {
namespace {

// Where the reserved bits of the flags begin is a matter of the kernel's version; it refuses them
// itself. Those of ours that raise SIGTRAP in the process that opened the event must not be set.
Result<void> vet(const perf_event_attr& attributes) {
  // Kinds above have numbers of their own in each boot; among them are those that read a name at an
  // address of the calling process, which is ours.
  if (attributes.type > PERF_TYPE_BREAKPOINT)
    return Error(EPERM, "performance events of types beyond the kernel's own six");
  if (attributes.sigtrap != 0) return Error(EPERM, "performance events that raise signals");
  return {};
}

}  // namespace

Result<perf_event_attr> PerfEvent::parse(Bytes bytes) {
  if (bytes.size() < PERF_ATTR_SIZE_VER0) return Error(EINVAL);
  perf_event_attr attributes{};
  const std::size_t known = std::min(bytes.size(), sizeof attributes);
  if (std::ranges::any_of(bytes.subspan(known), [](std::byte b) { return b != std::byte{0}; })) return Error(E2BIG);
  std::memcpy(&attributes, bytes.data(), known);
  attributes.size = static_cast<std::uint32_t>(known);
  WAGGLE_CHECK(vet(attributes));
  return attributes;
}

bool PerfEvent::only_runs_programs(const perf_event_attr& attributes) {
  perf_event_attr plain{};
  plain.type = attributes.type;
  plain.size = attributes.size;
  plain.config = attributes.config;
  plain.sample_period = attributes.sample_period;  // or the frequency
  plain.freq = attributes.freq;
  plain.disabled = attributes.disabled;
  plain.inherit = attributes.inherit;
  plain.exclude_user = attributes.exclude_user;
  plain.exclude_kernel = attributes.exclude_kernel;
  plain.exclude_hv = attributes.exclude_hv;
  plain.exclude_idle = attributes.exclude_idle;
  const bool is_counter = plain.type == PERF_TYPE_SOFTWARE || plain.type == PERF_TYPE_HARDWARE;
  return is_counter && plain.sample_period != 0 && std::memcmp(&plain, &attributes, sizeof plain) == 0;
}

Result<std::shared_ptr<PerfEvent>> PerfEvent::open(const perf_event_attr& attributes, const Place& place) {
  UniqueFd fd(static_cast<int>(::syscall(SYS_perf_event_open, &attributes, place.pid, place.cpu, place.group,
                                         place.flags | PERF_FLAG_FD_CLOEXEC)));
  if (!fd) return Error(errno);
  return std::make_shared<PerfEvent>(std::move(fd));
}

// A counter is always there to be read.
Result<std::size_t> PerfEvent::read(Stop&, IoVecs to) const {
  const ssize_t n = ::readv(fd_.get(), to.data(), static_cast<int>(std::min<std::size_t>(to.size(), IOV_MAX)));
  if (n < 0) return Error(errno);
  return static_cast<std::size_t>(n);
}

Result<void> PerfEvent::control(unsigned request, unsigned argument) const {
  constexpr std::array<unsigned, 4> kRequests{PERF_EVENT_IOC_ENABLE, PERF_EVENT_IOC_DISABLE, PERF_EVENT_IOC_RESET,
                                              PERF_EVENT_IOC_SET_BPF};
  if (std::ranges::find(kRequests, request) == kRequests.end()) return Error(ENOTTY);
  if (::ioctl(fd_.get(), request, argument) != 0) return Error(errno);
  return {};
}

}  // namespace waggle::sys
