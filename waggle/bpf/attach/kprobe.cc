// Kprobes, kretprobes and their form for system calls, each on one kernel function.
#include <fmt/format.h>
#include <unistd.h>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

struct KprobeTarget {
  std::string function;
  std::size_t offset = 0;
};

Result<KprobeTarget> parse(const Target& target) {
  const auto [function, offset] = split_once(target.subject, '+');
  if (function.empty() || function.find_first_of(" :/*?,") != std::string_view::npos)
    return misfit(fmt::format("'{}' is no kernel function", function));
  KprobeTarget parsed{std::string(function), 0};
  if (!offset) return parsed;
  const auto number = parse_number<std::size_t>(*offset);
  if (!number.ok()) return misfit(fmt::format("the offset '{}' is no number", *offset));
  parsed.offset = *number;
  return parsed;
}

Result<void> check_syscall(const Target& target) {
  if (target.subject.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
    return misfit("a system call's name has small letters, digits and '_'");
  return {};
}

bool at_return(const Attaching& attaching) { return attaching.section().starts_with("kret"); }

Error kprobe_error(int code, std::string_view function) {
  std::string likely;
  // The kernel shows its kprobe events here if it has them.
  if (::access("/sys/bus/event_source/devices/kprobe", F_OK) < 0)
    likely = "this kernel has no kprobes: it was built without CONFIG_KPROBES";
  else if (code == ENOENT) likely = "the kernel has no such function";
  else if (code == EINVAL)
    likely = "the kernel does not let this place be probed: inlined, notrace, or on the kprobe blacklist";
  else if (code == EADDRNOTAVAIL) likely = "several functions have this name";
  else if (code == EPERM || code == EACCES) likely = "needs CAP_PERFMON, or the kernel is locked down";
  return attach_error(code, function, likely);
}

Result<Link> attach_kprobe(const Attaching& attaching) {
  WAGGLE_TRY(const KprobeTarget target, parse(attaching.target));
  if (at_return(attaching) && target.offset != 0)
    return Error(EINVAL, "a kretprobe fires where a function returns: it takes no offset");
  auto options = libbpf_options<bpf_kprobe_opts>();
  options.offset = target.offset;
  options.retprobe = at_return(attaching);
  bpf_link* const link = bpf_program__attach_kprobe_opts(attaching.program, target.function.c_str(), &options);
  if (link != nullptr) return link_of(link);
  return kprobe_error(errno, attaching.target.subject);
}

Result<Link> attach_ksyscall(const Attaching& attaching) {
  auto options = libbpf_options<bpf_ksyscall_opts>();
  options.retprobe = at_return(attaching);
  bpf_link* const link = bpf_program__attach_ksyscall(attaching.program, attaching.target.subject.c_str(), &options);
  if (link != nullptr) return link_of(link);
  return kprobe_error(errno, attaching.target.subject);
}

}  // namespace

constinit const Kind kKprobe{
    .id = AttachKind::kprobe,
    .name = "kprobe",
    .grammar = "FUNCTION[+OFFSET]",
    .check = &checked<parse>,
    .attach = &attach_kprobe,
    .section_target = &behind_slash,
};

constinit const Kind kKsyscall{
    .id = AttachKind::ksyscall,
    .name = "ksyscall",
    .grammar = "SYSCALL",
    .check = &check_syscall,
    .attach = &attach_ksyscall,
    .section_target = &behind_slash,
};

}  // namespace waggle::bpf
