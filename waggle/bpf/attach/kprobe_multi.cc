// One link for all kernel functions whose names fit a pattern (Linux 5.18), at entry, at return,
// or at both (sessions, Linux 6.10). The functions are looked up here: libbpf finds them only
// through a mounted tracefs.
#include <fcntl.h>
#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <vector>

#include "waggle/base/file.hh"
#include "waggle/bpf/attach/kind.hh"
#include "waggle/bpf/tracefs.hh"

namespace waggle::bpf {

namespace {

constexpr std::uint64_t kListLimit = 64 << 20;  // the list of a kernel with many modules is 5 MB

Result<void> check(const Target& target) {
  if (target.subject.find_first_of(" :/,") != std::string::npos)
    return misfit(fmt::format("'{}' is no pattern of kernel functions", target.subject));
  return {};
}

// Lines are "vfs_read" or "nft_do_chain [nf_tables]".
std::vector<std::string> matching_functions(std::string_view list, const std::string& pattern) {
  std::vector<std::string> functions;
  for (const std::string_view line : split(list, '\n')) {
    std::string function(line.substr(0, line.find(' ')));
    if (!function.empty() && ::fnmatch(pattern.c_str(), function.c_str(), FNM_NOESCAPE) == 0)
      functions.push_back(std::move(function));
  }
  // Static functions of one name appear several times; the kernel resolves each name once.
  std::sort(functions.begin(), functions.end());
  functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
  return functions;
}

Result<std::vector<std::string>> find_functions(const std::string& pattern) {
  if (pattern.find_first_of("*?") == std::string::npos) return std::vector{pattern};
  WAGGLE_TRY(const UniqueFd tracefs, open_tracefs());
  const UniqueFd list(::openat(tracefs.get(), "available_filter_functions", O_RDONLY | O_CLOEXEC));
  if (!list) return errno_error("the list of traceable functions (tracefs: available_filter_functions)");
  WAGGLE_TRY(const ByteVector text, read_all(list.get(), kListLimit));
  std::vector<std::string> functions = matching_functions(as_text(text), pattern);
  if (functions.empty()) return Error(ENOENT, fmt::format("no traceable kernel function fits '{}'", pattern));
  return functions;
}

std::string_view likely_reason(int code) {
  switch (code) {
    case EOPNOTSUPP: return "this kernel was built without CONFIG_FPROBE";
    case EINVAL: return "needs Linux 5.18, sessions 6.10";
    case ESRCH: return "the kernel has no such traceable function";
    case EPERM: return "needs CAP_PERFMON, or the kernel is locked down";
    default: return {};
  }
}

Result<Link> attach_kprobe_multi(const Attaching& attaching) {
  WAGGLE_TRY(const auto functions, find_functions(attaching.target.subject));
  std::vector<const char*> names;
  names.reserve(functions.size());
  for (const std::string& function : functions) names.push_back(function.c_str());
  auto options = libbpf_options<bpf_kprobe_multi_opts>();
  options.syms = names.data();
  options.cnt = names.size();
  options.retprobe = attaching.section().starts_with("kret");
  options.session = bpf_program__expected_attach_type(attaching.program) == BPF_TRACE_KPROBE_SESSION;
  bpf_link* const link = bpf_program__attach_kprobe_multi_opts(attaching.program, nullptr, &options);
  if (link != nullptr) return link_of(link);
  const int code = errno;
  return attach_error(code, fmt::format("{} functions fitting '{}'", names.size(), attaching.target.subject),
                      likely_reason(code));
}

}  // namespace

constinit const Kind kKprobeMulti{
    .id = AttachKind::kprobe_multi,
    .name = "kprobe.multi",
    .grammar = "PATTERN (* and ?)",
    .check = &check,
    .attach = &attach_kprobe_multi,
    .section_target = &behind_slash,
};

}  // namespace waggle::bpf
