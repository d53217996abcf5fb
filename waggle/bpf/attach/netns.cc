// Programs of a whole network namespace: sk_lookup and flow_dissector.
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

Result<void> check(const Target& target) {
  if (target.subject.empty()) return misfit("the path is missing");
  return {};
}

Result<UniqueFd> open_netns(const std::string& path) {
  UniqueFd netns(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!netns) return errno_error(path);
  if (::ioctl(netns.get(), NS_GET_NSTYPE) != CLONE_NEWNET)
    return Error(EINVAL, fmt::format("'{}' is not a network namespace (as /proc/PID/ns/net is)", path));
  return netns;
}

std::string_view likely_reason(int code) {
  if (code == EEXIST || code == EBUSY) return "the namespace, or the first one, has a flow dissector already";
  if (code == E2BIG) return "too many programs are attached there";
  if (code == EPERM) return "needs CAP_NET_ADMIN";
  return {};
}

Result<Link> attach_netns(const Attaching& attaching) {
  const std::string& path = attaching.target.subject;
  WAGGLE_TRY(const UniqueFd netns, open_netns(path));
  bpf_link* const link = bpf_program__attach_netns(attaching.program, netns.get());
  if (link != nullptr) return link_of(link);
  const int code = errno;
  return attach_error(code, fmt::format("network namespace {}", path), likely_reason(code));
}

}  // namespace

constinit const Kind kNetns{
    .id = AttachKind::netns,
    .name = "netns",
    .grammar = "NETNS_PATH (/proc/self/ns/net)",
    .check = &check,
    .attach = &attach_netns,
};

}  // namespace waggle::bpf
