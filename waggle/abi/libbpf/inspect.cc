// What there is, of this guest and of the whole system.
#include "waggle/bpf/raw/inspect.hh"

#include <cstring>

#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"

namespace waggle::abi::libbpf {
namespace {

using bpf::raw::ObjectKind;

// The kernel's own limit for an info structure.
constexpr std::uint32_t kLargestInfo = 4096;

Result<void> give_next(ObjectKind kind, std::uint32_t start, const Give<std::uint32_t>& next) {
  WAGGLE_TRY(const std::uint32_t id, bpf::raw::next_id(kind, start));
  next.set(id);
  return {};
}

}  // namespace

Result<void> next_program_id(Guest&, std::uint32_t start, Give<std::uint32_t> next) {
  return give_next(ObjectKind::program, start, next);
}
Result<void> next_map_id(Guest&, std::uint32_t start, Give<std::uint32_t> next) {
  return give_next(ObjectKind::map, start, next);
}
Result<void> next_btf_id(Guest&, std::uint32_t start, Give<std::uint32_t> next) {
  return give_next(ObjectKind::btf, start, next);
}
Result<void> next_link_id(Guest&, std::uint32_t start, Give<std::uint32_t> next) {
  return give_next(ObjectKind::link, start, next);
}

Result<Fd> program_by_id(Guest& guest, std::uint32_t id, std::uint32_t flags) {
  return insert(guest, bpf::raw::open_id(ObjectKind::program, id, flags));
}
Result<Fd> map_by_id(Guest& guest, std::uint32_t id, std::uint32_t flags) {
  return insert(guest, bpf::raw::open_id(ObjectKind::map, id, flags));
}
Result<Fd> btf_by_id(Guest& guest, std::uint32_t id, std::uint32_t flags) {
  return insert(guest, bpf::raw::open_id(ObjectKind::btf, id, flags));
}
Result<Fd> link_by_id(Guest& guest, std::uint32_t id, std::uint32_t flags) {
  return insert(guest, bpf::raw::open_id(ObjectKind::link, id, flags));
}

Result<void> get_info(Guest& guest, Fd fd, GuestPtr info, Change<std::uint32_t> length) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, fd.number));
  if (length.value > kLargestInfo) return Error(E2BIG);
  WAGGLE_TRY(std::byte* const place, host_place_of(guest, info.address, length.value));
  ByteVector copy(place, place + length.value);
  const auto within = [&](std::uint64_t address, std::uint64_t size) { return host_place_of(guest, address, size); };
  WAGGLE_TRY(const std::uint32_t known, bpf::raw::get_info(host.fd, copy, within));
  std::memcpy(place, copy.data(), copy.size());
  length.set(known);
  return {};
}

Result<Fd> enable_stats(Guest& guest, std::uint32_t type) { return insert(guest, bpf::raw::enable_stats(type)); }

Result<void> query_task_fd(Guest&, std::int32_t pid, std::int32_t fd, std::uint32_t flags, Out name,
                           Give<waggle_task_fd> answer) {
  WAGGLE_TRY(const auto about, bpf::raw::query_task_fd(pid, fd, flags, name.bytes));
  answer.set({.buf_len = about.name_size,
              .prog_id = about.program_id,
              .fd_type = about.kind,
              .unused = 0,
              .probe_offset = about.probe_offset,
              .probe_addr = about.probe_address});
  return {};
}

}  // namespace waggle::abi::libbpf
