// Statically defined probes of programs and libraries (sys/sdt.h). The object must have been built
// with bpf/usdt.bpf.h, which brings the maps in which libbpf describes the probe's arguments.
#include <array>

#include "waggle/bpf/attach/kind.hh"
#include "waggle/bpf/attach/user_file.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 1> kOptions{"pid="};

struct UsdtTarget {
  std::string path;
  std::string provider;
  std::string probe;
  pid_t pid = -1;
};

Result<UsdtTarget> parse(const Target& target) {
  const std::string& subject = target.subject;
  const auto second = subject.rfind(':');
  const auto first = second == std::string::npos || second == 0 ? std::string::npos : subject.rfind(':', second - 1);
  if (first == std::string::npos) return misfit("it is not PATH, PROVIDER and NAME");
  WAGGLE_TRY(const pid_t pid, pid_option(target));
  UsdtTarget parsed{subject.substr(0, first), subject.substr(first + 1, second - first - 1), subject.substr(second + 1),
                    pid};
  if (parsed.path.empty() || parsed.provider.empty() || parsed.probe.empty())
    return misfit("PATH, PROVIDER or NAME is empty");
  return parsed;
}

Result<Link> attach_usdt(const Attaching& attaching) {
  WAGGLE_TRY(const UsdtTarget target, parse(attaching.target));
  bpf_link* const link = bpf_program__attach_usdt(attaching.program, target.pid, target.path.c_str(),
                                                  target.provider.c_str(), target.probe.c_str(), nullptr);
  if (link != nullptr) return link_of(link);
  const int code = errno;
  const std::string probe = target.provider + ":" + target.probe;
  return user_file_error(code, attaching.target.subject, UserFileProbe{target.path, probe, target.pid});
}

}  // namespace

constinit const Kind kUsdt{
    .id = AttachKind::usdt,
    .name = "usdt",
    .grammar = "PATH:PROVIDER:NAME[,pid=N]",
    .options = kOptions,
    .check = &checked<parse>,
    .attach = &attach_usdt,
    .section_target = &behind_slash,
};

}  // namespace waggle::bpf
