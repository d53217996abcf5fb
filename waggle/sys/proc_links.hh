// The links of /proc/PID that lead to another process's world: exe, root, cwd and ns/*. A
// guest with the grant proc-links goes through one of them by a second open anchored there;
// it leads on into files, but never into a procfs again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/root.hh"

namespace waggle::sys {

// A path relative to a procfs, cut at its first such link.
struct ProcLink {
  std::string parent;  // "12", "12/ns", "12/task/13"
  std::string name;    // "root", "net"
  std::string rest;    // what follows, without slashes before it; "" if the link is the last

  friend bool operator==(const ProcLink&, const ProcLink&) = default;
};

// "12/root/etc/passwd" is {"12", "root", "etc/passwd"}; nullopt for every other path.
std::optional<ProcLink> parse_proc_link(std::string_view path);

// What directories opened through a link are part of.
Root behind_proc_link(const Root& root);

// Opens what the link leads to, for reading. EPERM for links of waggle itself and for procfs.
Result<UniqueFd> open_proc_link(int proc, const Root& root, const ProcLink& link, int flags);

}  // namespace waggle::sys
