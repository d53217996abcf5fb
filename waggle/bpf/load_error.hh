// Why an object did not load, in words: from libbpf's return value, what it said, and what the
// host allows. Pure but for HostFacts::gather(), which reads the facts after a failure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "waggle/base/result.hh"
#include "waggle/bpf/host.hh"

namespace waggle::bpf {

// The verifier refused a program.
struct VerifierError final : Detail {
  VerifierError(std::string_view refused, std::string_view full_log);
  [[nodiscard]] std::string describe() const override;

  std::string program;
  std::string summary;  // the verifier's verdict, the last line before its statistics
  std::string log;      // the whole log, as the kernel wrote it
  std::string reason;   // what the verifier does not say, or empty
};

// Another step of opening or loading failed.
struct LoadError final : Detail {
  LoadError(std::string text, std::string_view said) : sentence(std::move(text)), log(said) {}
  [[nodiscard]] std::string describe() const override { return sentence; }

  std::string sentence;
  std::string log;  // libbpf's warnings, one a line
};

// What decides between the reasons for a refusal.
struct HostFacts {
  Capabilities capabilities{0};
  bool kernel_btf = false;
  std::string lockdown;  // "none", "integrity", "confidentiality", or "" where unknown

  static HostFacts gather();
};

// The traits of the refused program that matter here.
struct ProgramTraits {
  bool trampoline = false;  // attaches through a BPF trampoline: fentry, fexit, fmod_ret, freplace, lsm
  bool tracing = false;     // wants CAP_PERFMON
  bool networking = false;  // wants CAP_NET_ADMIN
};

// The program whose refusal made the load fail; empty where another step did.
std::string refused_program(const Error& load_failure);

// libbpf's own codes (>= 4000) as errno: ENOEXEC for a bad object, EINVAL for the rest.
int errno_of_libbpf(int code);

// The last line of a verifier's log that is not statistics ("processed 12 insns ...").
std::string_view verdict(std::string_view verifier_log);

// `code` is positive, as libbpf returned it; `said` is LibbpfLog::text(); `traits` describe the
// program named in it.
Error explain_load(int code, std::string_view said, const std::optional<ProgramTraits>& traits, const HostFacts& host);

}  // namespace waggle::bpf
