#include "waggle/bpf/attach/user_file.hh"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

std::string likely_reason(int code, const UserFileProbe& probe) {
  // A bare name ("libc.so.6") was looked for along the library and program paths by libbpf.
  const bool is_path = probe.path.find('/') != std::string::npos;
  if (is_path && ::access(probe.path.c_str(), R_OK) < 0)
    return fmt::format("cannot read {}: {}", probe.path, std::strerror(errno));
  if (probe.pid > 0 && ::kill(probe.pid, 0) < 0 && errno == ESRCH)
    return fmt::format("there is no process {}", probe.pid);
  if (code == ENOENT && !is_path) return fmt::format("no library or program '{}' with '{}'", probe.path, probe.what);
  if (code == ENOENT) return fmt::format("'{}' was not found in {}", probe.what, probe.path);
  if (code == LIBBPF_ERRNO__FORMAT) return fmt::format("{} is not an ELF file", probe.path);
  if (code == EPERM || code == EACCES) return "needs CAP_PERFMON, or kernel.perf_event_paranoid forbids it";
  if (code == EINVAL) return "the kernel cannot probe this instruction, or does not know this kind of probe";
  return {};
}

}  // namespace

Error user_file_error(int code, std::string_view tried, const UserFileProbe& probe) {
  return attach_error(code, tried, likely_reason(code, probe));
}

}  // namespace waggle::bpf
