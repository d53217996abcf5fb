// One link for all functions of a file whose names fit a pattern (Linux 6.6), at entry, at return,
// or at both (sessions, Linux 6.13).
#include <array>

#include "waggle/bpf/attach/kind.hh"
#include "waggle/bpf/attach/user_file.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 1> kOptions{"pid="};

struct MultiTarget {
  std::string path;
  std::string pattern;
  pid_t pid = -1;
};

Result<MultiTarget> parse(const Target& target) {
  const auto colon = target.subject.rfind(':');
  if (colon == std::string::npos || colon + 1 == target.subject.size()) return misfit("the pattern is missing");
  if (colon == 0) return misfit("the path is missing");
  WAGGLE_TRY(const pid_t pid, pid_option(target));
  return MultiTarget{target.subject.substr(0, colon), target.subject.substr(colon + 1), pid};
}

Result<Link> attach_uprobe_multi(const Attaching& attaching) {
  WAGGLE_TRY(const MultiTarget target, parse(attaching.target));
  auto options = libbpf_options<bpf_uprobe_multi_opts>();
  options.retprobe = attaching.section().starts_with("uret");
  options.session = bpf_program__expected_attach_type(attaching.program) == BPF_TRACE_UPROBE_SESSION;
  bpf_link* const link = bpf_program__attach_uprobe_multi(attaching.program, target.pid, target.path.c_str(),
                                                          target.pattern.c_str(), &options);
  if (link != nullptr) return link_of(link);
  return user_file_error(errno, attaching.target.subject, UserFileProbe{target.path, target.pattern, target.pid});
}

}  // namespace

constinit const Kind kUprobeMulti{
    .id = AttachKind::uprobe_multi,
    .name = "uprobe.multi",
    .grammar = "PATH:PATTERN[,pid=N] (* and ? in PATTERN)",
    .options = kOptions,
    .check = &checked<parse>,
    .attach = &attach_uprobe_multi,
    .section_target = &behind_slash,
};

}  // namespace waggle::bpf
