// What the host allows, read from the kernel's own files: the facts behind "why not?". Nothing
// here changes the host.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle::bpf {

// The capabilities BPF asks for, by their numbers in <linux/capability.h>.
enum class Capability : std::uint8_t { net_admin = 12, sys_admin = 21, perfmon = 38, bpf = 39 };
// "CAP_BPF".
std::string_view name(Capability capability);

// A set of effective capabilities.
class Capabilities {
 public:
  explicit constexpr Capabilities(std::uint64_t mask) : mask_(mask) {}
  // Of the calling thread, from /proc/thread-self/status.
  static Result<Capabilities> effective();
  // From the text of a status file; EINVAL where it has no CapEff line.
  static Result<Capabilities> parse(std::string_view status);

  // CAP_SYS_ADMIN stands for CAP_BPF and CAP_PERFMON (capabilities(7)).
  [[nodiscard]] bool has(Capability capability) const;

 private:
  std::uint64_t mask_;
};

struct KernelVersion {
  unsigned major = 0;
  unsigned minor = 0;
  auto operator<=>(const KernelVersion&) const = default;

  // Of the running kernel, from uname(2).
  static KernelVersion running();
  // "6.18.44-fc-v669" -> 6.18; zeros where the text starts otherwise.
  static KernelVersion parse(std::string_view release);
};

// Whether the kernel carries its own BTF, which CO-RE, fentry, tp_btf, lsm and struct_ops need.
bool has_kernel_btf();

// A file of securityfs ("lsm", "lockdown"), read where it is mounted, else through a mount of our
// own. ENOENT where the kernel has no such file.
Result<std::string> read_securityfs(const char* name);
// "none", "integrity" or "confidentiality"; ENOENT where the kernel has no lockdown.
Result<std::string> lockdown();
// The word in brackets of "none [integrity] confidentiality".
std::string_view chosen_word(std::string_view text);

// The bpf file system stands at /sys/fs/bpf, where pins live. ENOENT with the mount command.
Result<void> check_bpffs();

// How many CPUs the kernel has slots for: the number of values in an element of a per-CPU map.
Result<unsigned> possible_cpus();

}  // namespace waggle::bpf
