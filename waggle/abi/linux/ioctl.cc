#include <net/if.h>
#include <sys/ioctl.h>

#include "waggle/abi/linux/lookup.hh"
#include "waggle/sys/perf_event.hh"
#include "waggle/sys/sockets.hh"

namespace waggle::abi::linux {
namespace {

// `T` is what the request reads and writes at its argument.
template <class T>
Answer ask(Guest& guest, const sys::File& file, std::uint32_t request, GuestPtr argument) {
  WAGGLE_TRY(const MutableBytes place, guest.writable(argument.address, sizeof(T)));
  T value;
  std::memcpy(&value, place.data(), sizeof value);
  if (::ioctl(file.host_fd(), request, &value) != 0) return Error(errno);
  std::memcpy(place.data(), &value, sizeof value);
  return 0;
}

Answer control(Guest& guest, const sys::PerfEvent& event, std::uint32_t request, GuestPtr argument) {
  auto number = static_cast<unsigned>(argument.address);
  if (request == PERF_EVENT_IOC_SET_BPF) {
    WAGGLE_TRY(const auto program, guest.descriptors.get(static_cast<std::int32_t>(number)));
    if (program->host_fd() < 0) return Error(EBADF);
    number = static_cast<unsigned>(program->host_fd());
  }
  return answer(event.control(request, number));
}

}  // namespace

Answer ioctl(Guest& guest, Fd fd, std::uint32_t request, GuestPtr argument) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  if (const auto* event = dynamic_cast<const sys::PerfEvent*>(descriptor.get()))
    return control(guest, *event, request, argument);
  WAGGLE_TRY(const auto file, guest.descriptors.get_as<sys::File>(fd.number, ENOTTY));
  switch (request) {
    case TIOCGWINSZ: return ask<winsize>(guest, *file, request, argument);
    case SIOCGIFINDEX:
    case SIOCGIFNAME:
      if (!sys::require_socket(*file).ok()) return Error(ENOTTY);
      return ask<ifreq>(guest, *file, request, argument);
    default: return Error(ENOTTY);
  }
}

}  // namespace waggle::abi::linux
