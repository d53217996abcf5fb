// Descriptors between the guest and the host.
#pragma once

#include "waggle/abi/libbpf/libbpf.hh"
#include "waggle/abi/lookup.hh"
#include "waggle/base/fd.hh"
#include "waggle/bpf/map.hh"
#include "waggle/bpf/raw/attach.hh"

namespace waggle::abi::libbpf {

// libbpf never gives a smaller number: 0 means "none" in the kernel's structures.
inline constexpr int kLowest = 3;

// A program, link or BTF in the guest's table, of which only the kernel knows more.
class KernelObject final : public sys::Descriptor {
 public:
  explicit KernelObject(UniqueFd fd) : fd_(std::move(fd)) {}
  [[nodiscard]] int host_fd() const noexcept override { return fd_.get(); }

 private:
  UniqueFd fd_;
};

// What a descriptor of the host shall be in the guest's table: a map, or another object.
Result<sys::DescriptorRef> descriptor_of(UniqueFd fd);
// A new number for it.
Result<Fd> insert(Guest& guest, Result<UniqueFd> opened);
// A second descriptor for one that libbpf keeps.
Result<sys::DescriptorRef> duplicate(Result<int> kept);

// As host_fd_of(); 0 is none, for the host, too.
Result<HostFd> optional_fd_of(Guest& guest, std::uint32_t number);

// A waggle_place with the host's descriptors, which are valid while this lives.
struct HostPlace {
  HostFd replace, relative;
  bpf::raw::Place place;
};
Result<HostPlace> host_place(Guest& guest, const OptTake<waggle_place>& place);

// A union bpf_iter_link_info with the host's descriptor, for the iterator `program_fd`.
struct HostIterator {
  HostFd pin;
  ByteVector parameter;
};
Result<HostIterator> host_iterator(Guest& guest, int program_fd, Bytes parameter);

// Where the host writes `length` bytes at the address; EFAULT.
Result<std::byte*> host_place_of(Guest& guest, std::uint64_t address, std::uint64_t length);

}  // namespace waggle::abi::libbpf
