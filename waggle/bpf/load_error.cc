#include "waggle/bpf/load_error.hh"

#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "waggle/base/strings.hh"
#include "waggle/bpf/libbpf_log.hh"

namespace waggle::bpf {
namespace {

bool is_statistics(std::string_view line) {
  constexpr std::string_view kStatistics[] = {"processed ", "verification time ", "stack depth ", "peak_states "};
  for (const auto start : kStatistics)
    if (line.starts_with(start)) return true;
  return line.empty();
}

std::vector<std::string_view> missing_capabilities(const std::optional<ProgramTraits>& traits, const HostFacts& host) {
  std::vector<std::string_view> missing;
  const auto want = [&](Capability capability, bool wanted) {
    if (wanted && !host.capabilities.has(capability)) missing.push_back(name(capability));
  };
  want(Capability::bpf, true);
  want(Capability::perfmon, traits && traits->tracing);
  want(Capability::net_admin, traits && traits->networking);
  return missing;
}

// The reason for an EPERM that came without a verifier's log.
std::string explain_refusal(const std::optional<ProgramTraits>& traits, const HostFacts& host) {
  if (const auto missing = missing_capabilities(traits, host); !missing.empty())
    return fmt::format("the process lacks {}; run it as root, or give it that", fmt::join(missing, ", "));
  if (traits && traits->trampoline)
    return "this kernel refuses programs that attach through a BPF trampoline (fentry, fexit, fmod_ret, freplace, lsm)";
  if (host.lockdown == "confidentiality")
    return "the kernel is locked down ('confidentiality': no program may read its memory)";
  return "the kernel does not permit it (seccomp filter, container or security module)";
}

// A kernel in lockdown has no helpers that reach memory (security/lockdown: LOCKDOWN_BPF_READ_KERNEL and _WRITE_USER).
std::string explain_verdict(std::string_view summary, const HostFacts& host) {
  constexpr std::string_view kNoHelper = "cannot use helper bpf_probe_";
  const std::size_t at = summary.find(kNoHelper);
  if (at == summary.npos || host.lockdown.empty() || host.lockdown == "none") return {};
  const bool writes = summary.substr(at + kNoHelper.size()).starts_with("write_user");
  if (!writes && host.lockdown != "confidentiality") return {};
  return fmt::format("the kernel is locked down ('{}': no program may {}); only a boot without lockdown changes that",
                     host.lockdown, writes ? "write a process's memory" : "read its memory");
}

bool wants_kernel_btf(std::string_view said) {
  return said.find("kernel BTF") != said.npos || said.find("vmlinux BTF") != said.npos;
}

std::string explain_step(int code, const LoadStory& story, const std::optional<ProgramTraits>& traits,
                         const HostFacts& host) {
  const bool of_program = !story.program.empty();
  const std::string sentence = of_program ? fmt::format("program '{}': ", story.program) : "";
  if (code == EPERM || code == EACCES) {
    const bool more = !of_program && !story.warnings.empty();
    return sentence + explain_refusal(traits, host) + (more ? fmt::format(" ({})", story.warnings) : "");
  }
  if (!host.kernel_btf && wants_kernel_btf(story.warnings))
    return sentence +
           "it needs the kernel's BTF, and this kernel has no /sys/kernel/btf/vmlinux (CONFIG_DEBUG_INFO_BTF)";
  if (!story.warnings.empty()) return story.warnings;
  return sentence + Error(errno_of_libbpf(code)).message();
}

}  // namespace

VerifierError::VerifierError(std::string_view refused, std::string_view full_log)
    : program(refused), summary(verdict(full_log)), log(full_log) {}

std::string VerifierError::describe() const {
  return fmt::format("the verifier refused program '{}': {}{}{}", program, summary, reason.empty() ? "" : "; ", reason);
}

std::string refused_program(const Error& load_failure) {
  if (const auto* refused = load_failure.detail<VerifierError>()) return refused->program;
  const auto* failed = load_failure.detail<LoadError>();
  return failed == nullptr ? std::string() : std::string(parse_load_story(failed->log).program);
}

HostFacts HostFacts::gather() {
  return {.capabilities = Capabilities::effective().value_or(Capabilities(0)),
          .kernel_btf = has_kernel_btf(),
          .lockdown = bpf::lockdown().value_or("")};
}

int errno_of_libbpf(int code) {
  switch (code) {
    case LIBBPF_ERRNO__LIBELF:
    case LIBBPF_ERRNO__FORMAT:
    case LIBBPF_ERRNO__ENDIAN: return ENOEXEC;
    default: return code >= __LIBBPF_ERRNO__START ? EINVAL : code;
  }
}

std::string_view verdict(std::string_view verifier_log) {
  const auto lines = split(verifier_log, '\n');
  for (auto line = lines.rbegin(); line != lines.rend(); ++line)
    if (!is_statistics(*line)) return *line;
  return "no reason given";
}

Error explain_load(int code, std::string_view said, const std::optional<ProgramTraits>& traits, const HostFacts& host) {
  const LoadStory story = parse_load_story(said);
  const int number = errno_of_libbpf(code);
  if (!story.verifier_log.empty()) {
    auto refused = std::make_unique<VerifierError>(story.program, story.verifier_log);
    refused->reason = explain_verdict(refused->summary, host);
    return Error(number, std::move(refused));
  }
  return Error(number, std::make_unique<LoadError>(explain_step(code, story, traits, host), said));
}

}  // namespace waggle::bpf
