// Netfilter hooks of the caller's network namespace, by a BPF link (Linux 6.4).
#include <fmt/format.h>
#include <linux/netfilter.h>

#include <algorithm>
#include <array>
#include <limits>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 4> kOptions{"pf=", "hook=", "prio=", "defrag"};
constexpr std::array<std::string_view, 5> kHooks{"prerouting", "local_in", "forward", "local_out", "postrouting"};
static_assert(NF_INET_PRE_ROUTING == 0 && NF_INET_LOCAL_IN == 1 && NF_INET_FORWARD == 2 && NF_INET_LOCAL_OUT == 3 &&
              NF_INET_POST_ROUTING == 4);

struct NetfilterTarget {
  std::uint32_t family = 0;
  std::uint32_t hook = 0;
  std::int32_t priority = 0;
  std::uint32_t flags = 0;
};

Result<NetfilterTarget> parse(const Target& target) {
  NetfilterTarget parsed;
  const std::string* const family = target.option("pf");
  if (family == nullptr || (*family != "ipv4" && *family != "ipv6")) return misfit("pf is ipv4 or ipv6");
  parsed.family = *family == "ipv4" ? NFPROTO_IPV4 : NFPROTO_IPV6;
  const std::string* const hook = target.option("hook");
  const auto* const found = hook == nullptr ? kHooks.end() : std::find(kHooks.begin(), kHooks.end(), *hook);
  if (found == kHooks.end()) return misfit("hook is prerouting, local_in, forward, local_out or postrouting");
  parsed.hook = static_cast<std::uint32_t>(found - kHooks.begin());
  WAGGLE_TRY(const auto priority, number_option<std::int32_t>(target, "prio"));
  if (!priority) return misfit("prio is missing");
  // The kernel keeps the ends for its own conntrack hooks (netfilter/nf_bpf_link.c).
  if (*priority == std::numeric_limits<std::int32_t>::min() || *priority == std::numeric_limits<std::int32_t>::max())
    return misfit("the smallest and the largest prio are the kernel's");
  parsed.priority = *priority;
  if (target.option("defrag") != nullptr) parsed.flags = BPF_F_NETFILTER_IP_DEFRAG;
  return parsed;
}

std::string_view likely_reason(int code) {
  switch (code) {
    case EBUSY: return "another BPF program has this hook and prio";
    case EAFNOSUPPORT: return "the kernel has no netfilter for this pf";
    case EINVAL: return "needs Linux 6.4 with CONFIG_NETFILTER_BPF_LINK";
    case ENOENT: return "defrag needs the kernel's nf_defrag_ipv4 or nf_defrag_ipv6, which is not loaded";
    case EPERM: return "needs CAP_NET_ADMIN";
    default: return {};
  }
}

Result<Link> attach_netfilter(const Attaching& attaching) {
  WAGGLE_TRY(const NetfilterTarget target, parse(attaching.target));
  auto options = libbpf_options<bpf_netfilter_opts>();
  options.pf = target.family;
  options.hooknum = target.hook;
  options.priority = target.priority;
  options.flags = target.flags;
  bpf_link* const link = bpf_program__attach_netfilter(attaching.program, &options);
  if (link != nullptr) return link_of(link);
  const int code = errno;
  return attach_error(code, fmt::format("netfilter hook {} at {}", kHooks.at(target.hook), target.priority),
                      likely_reason(code));
}

}  // namespace

constinit const Kind kNetfilter{
    .id = AttachKind::netfilter,
    .name = "netfilter",
    .grammar = "pf=ipv4|ipv6,hook=prerouting|local_in|forward|local_out|postrouting,prio=N[,defrag]",
    .options = kOptions,
    .has_subject = false,
    .check = &checked<parse>,
    .attach = &attach_netfilter,
};

}  // namespace waggle::bpf
