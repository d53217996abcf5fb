// Programs of a netkit device pair (Linux 6.7), on the side that owns it or on its peer.
#include <fmt/format.h>

#include <array>

#include "waggle/bpf/attach/kind.hh"
#include "waggle/bpf/attach/position.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 4> kOptions{"first", "last", "before=", "after="};

struct NetkitTarget {
  std::string interface;
  bpf_attach_type side = BPF_NETKIT_PRIMARY;
  Position position;
};

Result<NetkitTarget> parse(const Target& target) {
  const auto colon = target.subject.rfind(':');
  if (colon == std::string::npos) return misfit("the side is missing");
  const std::string side = target.subject.substr(colon + 1);
  if (side != "primary" && side != "peer") return misfit(fmt::format("the side is primary or peer, not '{}'", side));
  WAGGLE_TRY(std::string interface, interface_name(target.subject.substr(0, colon)));
  WAGGLE_TRY(const Position position, parse_position(target));
  return NetkitTarget{std::move(interface), side == "peer" ? BPF_NETKIT_PEER : BPF_NETKIT_PRIMARY, position};
}

Result<Link> attach_netkit(const Attaching& attaching) {
  WAGGLE_TRY(const NetkitTarget target, parse(attaching.target));
  WAGGLE_TRY(const int index, interface_index(target.interface));
  auto options = libbpf_options<bpf_link_create_opts>();
  options.flags = target.position.flags;
  options.netkit.relative_id = target.position.relative_id;
  UniqueFd link(bpf_link_create(bpf_program__fd(attaching.program), index, target.side, &options));
  if (link) return link_of(std::move(link));
  const int code = errno;
  std::string_view likely;
  if (code == ENXIO) likely = "this interface is no netkit device";
  if (code == EINVAL) likely = "this interface is no netkit device, or the kernel is without CONFIG_NETKIT (Linux 6.7)";
  if (code == EACCES) likely = "this is the peer of the pair: name its primary interface";
  if (code == ENOENT) likely = "the program that before or after names is not attached there";
  return attach_error(code, fmt::format("netkit on {}", attaching.target.subject), likely);
}

}  // namespace

constinit const Kind kNetkit{
    .id = AttachKind::netkit,
    .name = "netkit",
    .grammar = "IF:primary|peer[,first|last|before=PROG_ID|after=PROG_ID]",
    .options = kOptions,
    .check = &checked<parse>,
    .attach = &attach_netkit,
};

}  // namespace waggle::bpf
