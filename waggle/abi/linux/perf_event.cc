#include "waggle/sys/perf_event.hh"

#include "waggle/abi/linux/lookup.hh"

namespace waggle::abi::linux {
namespace {

constexpr std::uint32_t kFlags =
    PERF_FLAG_FD_NO_GROUP | PERF_FLAG_FD_OUTPUT | PERF_FLAG_PID_CGROUP | PERF_FLAG_FD_CLOEXEC;

// The structure says how long it is; all of it is copied at once, the size again with it.
Result<ByteVector> copy_attributes(Guest& guest, GuestPtr attributes) {
  constexpr std::uint32_t kMost = 4096;  // the kernel's own limit, a page
  WAGGLE_TRY(const Bytes head, guest.readable(attributes.address, PERF_ATTR_SIZE_VER0));
  std::uint32_t size = 0;
  std::memcpy(&size, head.data() + offsetof(perf_event_attr, size), sizeof size);
  if (size == 0) size = PERF_ATTR_SIZE_VER0;
  if (size > kMost) return Error(E2BIG);
  WAGGLE_TRY(const Bytes all, guest.readable(attributes.address, size));
  return ByteVector(all.begin(), all.end());
}

}  // namespace

Answer perf_event_open(Guest& guest, GuestPtr attributes, std::int32_t pid, std::int32_t cpu, std::int32_t group,
                       std::uint32_t flags) {
  WAGGLE_CHECK(only(flags, kFlags));
  WAGGLE_TRY(const ByteVector bytes, copy_attributes(guest, attributes));
  WAGGLE_TRY(const perf_event_attr parsed, sys::PerfEvent::parse(bytes));
  if (!sys::PerfEvent::only_runs_programs(parsed)) WAGGLE_CHECK(guest.policy.check(policy::Grant::perf_events));
  sys::PerfEvent::Place place{.pid = pid, .cpu = cpu, .group = -1, .flags = flags};
  sys::DescriptorRef cgroup, leader;  // pinned until the event is open
  if ((flags & PERF_FLAG_PID_CGROUP) != 0) {
    WAGGLE_TRY(cgroup, directory_of(guest, Fd{pid}));
    place.pid = cgroup->host_fd();
  }
  if (group != -1) {
    WAGGLE_TRY(leader, guest.descriptors.get_as<sys::PerfEvent>(group, EBADF));
    place.group = leader->host_fd();
  }
  WAGGLE_TRY(auto event, sys::PerfEvent::open(parsed, place));
  return answer(guest.descriptors.insert(std::move(event)));
}

}  // namespace waggle::abi::linux
