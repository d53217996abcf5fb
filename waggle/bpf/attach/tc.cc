// Classifier programs on an interface's ingress or egress: a tcx link where the kernel has it
// (6.6), which goes with the process; else, and for a place by priority, a legacy filter.
#include <fmt/format.h>

#include <array>

#include "waggle/bpf/attach/kind.hh"
#include "waggle/bpf/attach/position.hh"
#include "waggle/bpf/attach/tc_legacy.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 5> kOptions{"first", "last", "before=", "after=", "prio="};

struct TcTarget {
  std::string interface;
  bool egress = false;
  Position position;
  std::optional<std::uint16_t> priority;
};

Result<TcTarget> parse(const Target& target) {
  const auto colon = target.subject.rfind(':');
  if (colon == std::string::npos) return misfit("the direction is missing");
  const std::string direction = target.subject.substr(colon + 1);
  if (direction != "ingress" && direction != "egress")
    return misfit(fmt::format("the direction is ingress or egress, not '{}'", direction));
  WAGGLE_TRY(std::string interface, interface_name(target.subject.substr(0, colon)));
  WAGGLE_TRY(const Position position, parse_position(target));
  WAGGLE_TRY(const auto priority, number_option<std::uint16_t>(target, "prio"));
  if (priority == 0) return misfit("prio is 1 to 65535");
  if (priority && position.given())
    return misfit("prio makes a legacy filter, which has no first, last, before or after");
  return TcTarget{std::move(interface), direction == "egress", position, priority};
}

Result<Link> attach_tcx(const Attaching& attaching, const TcTarget& target, int index) {
  auto options = libbpf_options<bpf_link_create_opts>();
  options.flags = target.position.flags;
  options.tcx.relative_id = target.position.relative_id;
  // libbpf's call for tcx refuses SEC("tc") programs; the kernel does not.
  UniqueFd link(bpf_link_create(bpf_program__fd(attaching.program), index,
                                target.egress ? BPF_TCX_EGRESS : BPF_TCX_INGRESS, &options));
  if (link) return link_of(std::move(link));
  const int code = errno;
  std::string_view likely;
  if (code == EINVAL && target.position.given()) likely = "a place in the list needs tcx, Linux 6.6";
  if (code == ENOENT) likely = "the program that before or after names is not attached there";
  if (code == EPERM) likely = "needs CAP_NET_ADMIN";
  return attach_error(code, fmt::format("tcx on {}", attaching.target.subject), likely);
}

Result<Link> attach_legacy(const Attaching& attaching, const TcTarget& target, int index) {
  const LegacyFilter where{index, target.egress, target.priority.value_or(0)};
  return attach_legacy_filter(where, bpf_program__fd(attaching.program), bpf_program__name(attaching.program))
      .context(fmt::format("legacy tc filter on {}", attaching.target.subject));
}

Result<Link> attach_tc(const Attaching& attaching) {
  WAGGLE_TRY(const TcTarget target, parse(attaching.target));
  WAGGLE_TRY(const int index, interface_index(target.interface));
  if (target.priority) return attach_legacy(attaching, target, index);
  Result<Link> link = attach_tcx(attaching, target, index);
  // EINVAL is what a kernel says that does not know the attach type.
  if (!link.ok() && link.error().code() == EINVAL && !target.position.given())
    return attach_legacy(attaching, target, index);
  return link;
}

}  // namespace

constinit const Kind kTc{
    .id = AttachKind::tc,
    .name = "tc",
    .grammar = "IF:ingress|egress[,first|last|before=PROG_ID|after=PROG_ID|prio=N]",
    .options = kOptions,
    .check = &checked<parse>,
    .attach = &attach_tc,
};

}  // namespace waggle::bpf
