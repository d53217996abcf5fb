#include "waggle/bpf/raw/net.hh"

#include <bpf/libbpf.h>
#include <linux/if_link.h>

#include "waggle/bpf/raw/options.hh"
#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {
namespace {

Options<bpf_tc_hook> of(const TcHook& hook) {
  auto raw = options<bpf_tc_hook>();
  raw.ifindex = hook.ifindex;
  raw.attach_point = static_cast<bpf_tc_attach_point>(hook.attach_point);
  raw.parent = hook.parent;
  raw.handle = hook.handle;
  raw.qdisc = hook.qdisc;
  return raw;
}

Options<bpf_tc_opts> of(const TcFilter& filter) {
  auto raw = options<bpf_tc_opts>();
  raw.prog_fd = filter.program_fd;
  raw.flags = filter.flags;
  raw.prog_id = filter.program_id;
  raw.handle = filter.handle;
  raw.priority = filter.priority;
  return raw;
}

void learn(TcFilter& filter, const bpf_tc_opts& raw) {
  filter.program_id = raw.prog_id;
  filter.handle = raw.handle;
  filter.priority = raw.priority;
}

Options<bpf_xdp_attach_opts> replacing(int old_program_fd) {
  auto raw = options<bpf_xdp_attach_opts>();
  raw.old_prog_fd = old_program_fd;
  return raw;
}

}  // namespace

Result<void> create_tc_hook(const TcHook& hook) {
  auto raw = of(hook);
  return status(::bpf_tc_hook_create(&raw));
}

Result<void> destroy_tc_hook(const TcHook& hook) {
  auto raw = of(hook);
  return status(::bpf_tc_hook_destroy(&raw));
}

Result<void> attach_tc(const TcHook& hook, TcFilter& filter) {
  const auto raw_hook = of(hook);
  auto raw = of(filter);
  WAGGLE_CHECK(status(::bpf_tc_attach(&raw_hook, &raw)));
  learn(filter, raw);
  return {};
}

Result<void> detach_tc(const TcHook& hook, const TcFilter& filter) {
  const auto raw_hook = of(hook);
  const auto raw = of(filter);
  return status(::bpf_tc_detach(&raw_hook, &raw));
}

Result<void> query_tc(const TcHook& hook, TcFilter& filter) {
  const auto raw_hook = of(hook);
  auto raw = of(filter);
  WAGGLE_CHECK(status(::bpf_tc_query(&raw_hook, &raw)));
  learn(filter, raw);
  return {};
}

Result<void> attach_xdp(int ifindex, int program_fd, std::uint32_t flags, int old_program_fd) {
  const auto raw = replacing(old_program_fd);
  return status(::bpf_xdp_attach(ifindex, program_fd, flags, &raw));
}

Result<void> detach_xdp(int ifindex, std::uint32_t flags, int old_program_fd) {
  const auto raw = replacing(old_program_fd);
  return status(::bpf_xdp_detach(ifindex, flags, &raw));
}

std::uint32_t only_replacing(std::uint32_t flags) { return (flags & XDP_FLAGS_MODES) | XDP_FLAGS_REPLACE; }

Result<XdpState> query_xdp(int ifindex, int flags) {
  auto raw = options<bpf_xdp_query_opts>();
  WAGGLE_CHECK(status(::bpf_xdp_query(ifindex, flags, &raw)));
  return XdpState{.program_id = raw.prog_id,
                  .driver_program_id = raw.drv_prog_id,
                  .hardware_program_id = raw.hw_prog_id,
                  .generic_program_id = raw.skb_prog_id,
                  .attach_mode = raw.attach_mode,
                  .zero_copy_segments = raw.xdp_zc_max_segs,
                  .features = raw.feature_flags};
}

}  // namespace waggle::bpf::raw
