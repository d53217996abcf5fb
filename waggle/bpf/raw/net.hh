// Programs on interfaces by netlink: tc filters and XDP, as libbpf's bpf_tc_* and bpf_xdp_* have them.
// These attachments belong to the interface, not to whoever made them. Descriptors are the host's.
#pragma once

#include <cstdint>

#include "waggle/base/result.hh"

namespace waggle::bpf::raw {

struct TcHook {
  int ifindex = 0;
  std::uint32_t attach_point = 0;  // enum bpf_tc_attach_point
  std::uint32_t parent = 0;
  std::uint32_t handle = 0;
  const char* qdisc = nullptr;
};
struct TcFilter {
  int program_fd = 0;
  std::uint32_t flags = 0;
  std::uint32_t program_id = 0;  // out
  std::uint32_t handle = 0;
  std::uint32_t priority = 0;
};

// EEXIST where there is one.
Result<void> create_tc_hook(const TcHook& hook);
Result<void> destroy_tc_hook(const TcHook& hook);
Result<void> attach_tc(const TcHook& hook, TcFilter& filter);
Result<void> detach_tc(const TcHook& hook, const TcFilter& filter);
Result<void> query_tc(const TcHook& hook, TcFilter& filter);

struct XdpState {
  std::uint32_t program_id = 0, driver_program_id = 0, hardware_program_id = 0, generic_program_id = 0;
  std::uint32_t attach_mode = 0, zero_copy_segments = 0;
  std::uint64_t features = 0;
};
// `old_program_fd` 0: whatever is there.
Result<void> attach_xdp(int ifindex, int program_fd, std::uint32_t flags, int old_program_fd);
Result<void> detach_xdp(int ifindex, std::uint32_t flags, int old_program_fd);
// Of the flags of an attachment those that tell where it is, for detaching it only if it is what
// `old_program_fd` says.
std::uint32_t only_replacing(std::uint32_t flags);
Result<XdpState> query_xdp(int ifindex, int flags);

}  // namespace waggle::bpf::raw
