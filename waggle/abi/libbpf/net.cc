// tc hooks and filters, XDP by netlink.
#include "waggle/bpf/raw/net.hh"

#include <fmt/format.h>

#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/bpf/attach/tc_legacy.hh"

namespace waggle::abi::libbpf {
namespace {

namespace raw = bpf::raw;

raw::TcHook hook_of(const waggle_tc_hook& hook, const OptStr& qdisc) {
  return {.ifindex = hook.ifindex,
          .attach_point = hook.attach_point,
          .parent = hook.parent,
          .handle = hook.handle,
          .qdisc = pointer(qdisc)};
}

bool stays(Guest& guest) { return guest.policy.grants.contains(policy::Grant::pin); }

std::string hook_name(const waggle_tc_hook& hook) { return fmt::format("tc hook {};", hook.ifindex); }

std::string filter_name(const waggle_tc_hook& hook, const waggle_tc& filter) {
  return fmt::format("tc {} {} {} {} {};", hook.ifindex, hook.attach_point, hook.parent, filter.priority,
                     filter.handle);
}

std::string xdp_name(std::int32_t ifindex) { return fmt::format("xdp {};", ifindex); }

raw::TcFilter place_of(const waggle_tc& filter) {
  return {.program_fd = 0, .flags = 0, .program_id = 0, .handle = filter.handle, .priority = filter.priority};
}

}  // namespace

Result<void> create_tc_hook(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc) {
  WAGGLE_CHECK(raw::create_tc_hook(hook_of(hook.value, qdisc)));
  if (stays(guest) || qdisc.text) return {};
  state_of(guest).leftovers.attached(hook_name(hook.value),
                                     [ifindex = hook.value.ifindex] { bpf::remove_clsact_if_unused(ifindex); });
  return {};
}

Result<void> destroy_tc_hook(Guest&, Take<waggle_tc_hook> hook, OptStr qdisc) {
  return raw::destroy_tc_hook(hook_of(hook.value, qdisc));
}

Result<void> attach_tc(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc, Change<waggle_tc> filter) {
  WAGGLE_TRY(const HostFd program, host_fd_of(guest, static_cast<std::int32_t>(filter.value.prog_fd)));
  raw::TcFilter wanted{.program_fd = program.fd,
                       .flags = filter.value.flags,
                       .program_id = filter.value.prog_id,
                       .handle = filter.value.handle,
                       .priority = filter.value.priority};
  WAGGLE_CHECK(raw::attach_tc(hook_of(hook.value, qdisc), wanted));
  filter.value.prog_id = wanted.program_id;
  filter.value.handle = wanted.handle;
  filter.value.priority = wanted.priority;
  filter.set(filter.value);
  if (stays(guest)) return {};
  state_of(guest).leftovers.attached(filter_name(hook.value, filter.value), [hook, qdisc, at = filter.value] {
    static_cast<void>(raw::detach_tc(hook_of(hook.value, qdisc), place_of(at)));
  });
  return {};
}

Result<void> detach_tc(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc, Take<waggle_tc> filter) {
  // What must be absent is refused by libbpf, unless it is absent.
  raw::TcFilter wanted = place_of(filter.value);
  WAGGLE_TRY(const HostFd program, optional_fd_of(guest, filter.value.prog_fd));
  wanted.program_fd = program.fd;
  wanted.program_id = filter.value.prog_id;
  wanted.flags = filter.value.flags;
  WAGGLE_CHECK(raw::detach_tc(hook_of(hook.value, qdisc), wanted));
  state_of(guest).leftovers.detached(filter_name(hook.value, filter.value));
  return {};
}

Result<void> query_tc(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc, Change<waggle_tc> filter) {
  raw::TcFilter asked = place_of(filter.value);
  WAGGLE_TRY(const HostFd program, optional_fd_of(guest, filter.value.prog_fd));
  asked.program_fd = program.fd;
  asked.program_id = filter.value.prog_id;
  asked.flags = filter.value.flags;
  WAGGLE_CHECK(raw::query_tc(hook_of(hook.value, qdisc), asked));
  filter.value.prog_id = asked.program_id;
  filter.value.handle = asked.handle;
  filter.value.priority = asked.priority;
  filter.set(filter.value);
  return {};
}

Result<void> attach_xdp_fd(Guest& guest, std::int32_t ifindex, std::int32_t program, std::uint32_t flags,
                           std::int32_t old_program) {
  if (program < 0) return detach_xdp(guest, ifindex, flags, old_program);
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, program));
  WAGGLE_TRY(const HostFd before, optional_fd_of(guest, static_cast<std::uint32_t>(old_program)));
  WAGGLE_CHECK(raw::attach_xdp(ifindex, host.fd, flags, before.fd));
  if (stays(guest)) return {};
  WAGGLE_TRY(UniqueFd held, UniqueFd::duplicate(host.fd));
  state_of(guest).leftovers.attached(
      xdp_name(ifindex), [ifindex, flags, ours = std::make_shared<UniqueFd>(std::move(held))] {
        // Only if it is still ours.
        static_cast<void>(raw::detach_xdp(ifindex, raw::only_replacing(flags), ours->get()));
      });
  return {};
}

Result<void> detach_xdp(Guest& guest, std::int32_t ifindex, std::uint32_t flags, std::int32_t old_program) {
  WAGGLE_TRY(const HostFd before, optional_fd_of(guest, static_cast<std::uint32_t>(old_program)));
  WAGGLE_CHECK(raw::detach_xdp(ifindex, flags, before.fd));
  state_of(guest).leftovers.detached(xdp_name(ifindex));
  return {};
}

Result<void> query_xdp(Guest&, std::int32_t ifindex, std::int32_t flags, Give<waggle_xdp_query> answer) {
  WAGGLE_TRY(const raw::XdpState state, raw::query_xdp(ifindex, flags));
  answer.set({.prog_id = state.program_id,
              .drv_prog_id = state.driver_program_id,
              .hw_prog_id = state.hardware_program_id,
              .skb_prog_id = state.generic_program_id,
              .attach_mode = state.attach_mode,
              .xdp_zc_max_segs = state.zero_copy_segments,
              .feature_flags = state.features});
  return {};
}

}  // namespace waggle::abi::libbpf
