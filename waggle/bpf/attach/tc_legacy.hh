// Classifier programs as tc filters in direct-action mode below a clsact qdisc: for kernels
// without tcx (before 6.6), and for a place by priority, which tcx does not have. A filter is not
// a link: it stays when its process is killed. So each carries its maker's signature as its name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "waggle/base/result.hh"
#include "waggle/bpf/link.hh"

namespace waggle::bpf {

// Who made a filter. The kernel keeps it as the filter's name (TCA_BPF_NAME, shown by `tc filter
// show`), so it lives exactly as long as the filter: a state file could be lost, be stale after a
// reboot, or lie in another mount namespace. The start time tells a process from a later one with
// its number; the PID namespace says in which numbering it counts.
struct FilterSignature {
  std::uint64_t pid_namespace = 0;  // inode of /proc/PID/ns/pid
  int pid = 0;
  std::uint64_t start_time = 0;  // field 22 of /proc/PID/stat, clock ticks since boot
  bool made_clsact = false;      // the qdisc below it is of this room's making, too

  static Result<FilterSignature> of_this_process();
  // "waggle:4026531836:4711:81723:q:prog"
  [[nodiscard]] std::string encode(std::string_view program) const;
  // nullopt for a name that encode() did not make.
  static std::optional<FilterSignature> decode(std::string_view name);
  // Whether the process that signed still runs. A process of another PID namespace counts as running.
  [[nodiscard]] bool maker_runs() const;
};

struct LegacyFilter {
  int interface = 0;  // index
  bool egress = false;
  std::uint16_t priority = 0;  // 0 lets the kernel choose
};

// Attaches `program_fd`; makes the clsact qdisc where it is missing. The Link removes the filter,
// and the qdisc when it was made here and nothing else uses it.
Result<Link> attach_legacy_filter(const LegacyFilter& where, int program_fd, std::string_view program_name);

// Takes the clsact qdisc of an interface away, unless a filter stands on it.
void remove_clsact_if_unused(int interface);

}  // namespace waggle::bpf
