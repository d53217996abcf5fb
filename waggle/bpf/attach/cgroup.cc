// Every kind of program that a cgroup runs (skb, sock, sockopt, sysctl, device, sockops,
// lsm_cgroup), by a BPF link, next to what others attached (as BPF_F_ALLOW_MULTI).
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

Result<void> check(const Target& target) {
  if (target.subject.empty()) return misfit("the path is missing");
  return {};
}

Result<UniqueFd> open_cgroup(const std::string& path) {
  UniqueFd cgroup(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!cgroup) return errno_error(path);
  struct statfs status{};
  if (::fstatfs(cgroup.get(), &status) < 0) return errno_error(path);
  if (status.f_type != CGROUP2_SUPER_MAGIC)
    return Error(EINVAL, fmt::format("'{}' is not a directory of a cgroup2 mount", path));
  return cgroup;
}

std::string_view likely_reason(int code) {
  if (code == EPERM) return "a cgroup above forbids programs here, or CAP_NET_ADMIN is missing";
  if (code == EBADF) return "the kernel is without CONFIG_CGROUP_BPF";
  return {};
}

Result<Link> attach_cgroup(const Attaching& attaching) {
  const std::string& path = attaching.target.subject;
  WAGGLE_TRY(const UniqueFd cgroup, open_cgroup(path));
  bpf_link* const link = bpf_program__attach_cgroup(attaching.program, cgroup.get());
  if (link != nullptr) return link_of(link);
  const int code = errno;
  return attach_error(code, fmt::format("cgroup {}", path), likely_reason(code));
}

}  // namespace

constinit const Kind kCgroup{
    .id = AttachKind::cgroup,
    .name = "cgroup",
    .grammar = "CGROUP_PATH",
    .check = &check,
    .attach = &attach_cgroup,
};

}  // namespace waggle::bpf
