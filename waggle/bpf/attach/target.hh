// Where a program attaches, as text: "eth0:ingress,first", "/bin/bash:readline,pid=7". One
// grammar serves guests, packages and the command line. Everything here is pure: a policy can
// look at a Target before anything is opened or attached.
//
//   TARGET  = SUBJECT[,OPTION...]    OPTION = KEY=VALUE or a bare word
//
// The options begin at the first ',' that is followed by KEY= or by a bare word of the kind, so
// that a path may hold commas; they end the same way, so that values may. What a subject separates
// by ':' is split at the last ':', so that a path may hold colons. A path that no such rule can
// save can be named through a symbolic link.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "waggle/base/result.hh"

namespace waggle::bpf {

// How a program attaches; decided by its type, its expected attach type and its section.
enum class AttachKind : std::uint8_t {
  xdp,
  tc,  // tc and tcx
  netkit,
  cgroup,        // every kind that attaches to a cgroup: skb, sock, sockopt, device, sockops, lsm_cgroup, ...
  uprobe,        // and uretprobe
  uprobe_multi,  // and its return and session forms
  usdt,
  kprobe,        // and kretprobe
  ksyscall,      // and kretsyscall
  kprobe_multi,  // and its return and session forms
  compiled_in,   // fentry, fexit, fmod_ret, freplace, lsm, tp_btf: the target is fixed at load
  tracepoint,
  raw_tracepoint,
  perf_event,
  socket_filter,
  netfilter,
  netns,    // sk_lookup, flow_dissector
  sockmap,  // sk_msg, sk_skb
  iter,
  struct_ops,
};

// "xdp", "uprobe.multi": the kind's name in sentences and policies.
std::string_view name(AttachKind kind);
// "IF[,mode=skb|drv]": how targets of this kind are written.
std::string_view grammar(AttachKind kind);

struct Target {
  AttachKind kind;
  std::string subject;                                      // what stands before the options: "eth0:ingress"
  std::map<std::string, std::string, std::less<>> options;  // a bare word has the value ""

  // Splits and checks `text`. EINVAL with a sentence that shows the grammar of this kind.
  static Result<Target> parse(AttachKind kind, std::string_view text);

  // The value of an option, or null where it was not given.
  [[nodiscard]] const std::string* option(std::string_view key) const;
};

}  // namespace waggle::bpf
