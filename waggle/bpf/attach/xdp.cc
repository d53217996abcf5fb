// XDP programs on an interface, by a BPF link: the program goes with the process. (libbpf has no
// link call that takes a mode.)
#include <fmt/format.h>
#include <linux/if_link.h>

#include <array>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 1> kOptions{"mode="};

struct XdpTarget {
  std::string interface;
  std::uint32_t flags = 0;  // XDP_FLAGS_*; 0 lets the kernel choose
};

Result<XdpTarget> parse(const Target& target) {
  WAGGLE_TRY(std::string interface, interface_name(target.subject));
  const std::string* const mode = target.option("mode");
  if (mode == nullptr) return XdpTarget{std::move(interface), 0};
  if (*mode == "skb") return XdpTarget{std::move(interface), XDP_FLAGS_SKB_MODE};
  if (*mode == "drv") return XdpTarget{std::move(interface), XDP_FLAGS_DRV_MODE};
  if (*mode == "hw") return misfit("mode=hw needs the interface when the program is loaded");
  return misfit(fmt::format("mode is skb or drv, not '{}'", *mode));
}

std::string_view likely_reason(int code, const XdpTarget& target) {
  if (code == EOPNOTSUPP && target.flags == XDP_FLAGS_DRV_MODE) return "its driver has no native XDP: use mode=skb";
  if (code == EBUSY) return "another XDP program is attached there";
  if (code == EINVAL) return "the driver refuses this program or the interface's MTU or features";
  if (code == EPERM) return "needs CAP_NET_ADMIN";
  return {};
}

Result<Link> attach_xdp(const Attaching& attaching) {
  WAGGLE_TRY(const XdpTarget target, parse(attaching.target));
  WAGGLE_TRY(const int index, interface_index(target.interface));
  auto options = libbpf_options<bpf_link_create_opts>();
  options.flags = target.flags;
  UniqueFd link(bpf_link_create(bpf_program__fd(attaching.program), index, BPF_XDP, &options));
  if (!link) {
    const int code = errno;
    return attach_error(code, fmt::format("XDP on {}", target.interface), likely_reason(code, target));
  }
  return link_of(std::move(link));
}

}  // namespace

constinit const Kind kXdp{
    .id = AttachKind::xdp,
    .name = "xdp",
    .grammar = "IF[,mode=skb|drv]",
    .options = kOptions,
    .check = &checked<parse>,
    .attach = &attach_xdp,
};

}  // namespace waggle::bpf
