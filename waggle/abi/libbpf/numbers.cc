#include "waggle/abi/libbpf/numbers.hh"

#include <cstring>

#include "waggle/abi/map_descriptor.hh"
#include "waggle/bpf/raw/inspect.hh"

namespace waggle::abi::libbpf {

Result<sys::DescriptorRef> descriptor_of(UniqueFd fd) {
  const auto kind = bpf::raw::kind_of(fd.get());
  if (!kind.ok() || *kind != bpf::raw::ObjectKind::map)
    return sys::DescriptorRef(std::make_shared<KernelObject>(std::move(fd)));
  WAGGLE_TRY(bpf::Map map, bpf::Map::open(std::move(fd)));
  return sys::DescriptorRef(std::make_shared<MapDescriptor>(std::make_shared<const bpf::Map>(std::move(map))));
}

Result<Fd> insert(Guest& guest, Result<UniqueFd> opened) {
  WAGGLE_TRY(UniqueFd fd, std::move(opened));
  WAGGLE_TRY(sys::DescriptorRef descriptor, descriptor_of(std::move(fd)));
  WAGGLE_TRY(const int number, guest.descriptors.insert(std::move(descriptor), kLowest));
  return Fd{number};
}

Result<sys::DescriptorRef> duplicate(Result<int> kept) {
  WAGGLE_TRY(const int fd, std::move(kept));
  WAGGLE_TRY(UniqueFd copy, UniqueFd::duplicate(fd));
  return descriptor_of(std::move(copy));
}

Result<HostFd> optional_fd_of(Guest& guest, std::uint32_t number) {
  if (number == 0) return HostFd{nullptr, 0};
  return host_fd_of(guest, static_cast<std::int32_t>(number));
}

Result<HostPlace> host_place(Guest& guest, const OptTake<waggle_place>& given) {
  HostPlace host{};
  if (!given.value) return host;
  const waggle_place& place = *given.value;
  WAGGLE_TRY(host.replace, optional_fd_of(guest, place.replace_fd));
  WAGGLE_TRY(host.relative, optional_fd_of(guest, place.relative_fd));
  host.place = {.flags = place.flags,
                .replace_fd = static_cast<std::uint32_t>(host.replace.fd),
                .relative_fd = static_cast<std::uint32_t>(host.relative.fd),
                .relative_id = place.relative_id,
                .expected_revision = place.expected_revision};
  return host;
}

Result<HostIterator> host_iterator(Guest& guest, int program_fd, Bytes parameter) {
  HostIterator host{{}, {parameter.begin(), parameter.end()}};
  if (parameter.empty()) return host;
  WAGGLE_TRY(const std::string target, bpf::raw::iter_target(program_fd));
  const int at = bpf::raw::descriptor_in_iter_parameter(target);
  std::uint32_t number = 0;
  if (at < 0 || static_cast<std::size_t>(at) + sizeof number > parameter.size()) return host;
  std::memcpy(&number, &host.parameter[static_cast<std::size_t>(at)], sizeof number);
  WAGGLE_TRY(host.pin, optional_fd_of(guest, number));
  std::memcpy(&host.parameter[static_cast<std::size_t>(at)], &host.pin.fd, sizeof host.pin.fd);
  return host;
}

Result<std::byte*> host_place_of(Guest& guest, std::uint64_t address, std::uint64_t length) {
  WAGGLE_TRY(const MutableBytes bytes, guest.writable(address, length));
  return bytes.data();
}

}  // namespace waggle::abi::libbpf
