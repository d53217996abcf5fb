// The words of the capability policy: what a guest may be allowed to do. One grant is one
// line of kGrants; import rows, --allow, --deny, --help and the manual all read that table.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/base/result.hh"

namespace waggle::policy {

// Values are bit positions in Grants.
enum class Grant : std::uint8_t {
  load,
  attach,
  maps,
  events,
  clock,
  random,
  stdio,
  proc,
  sys,
  host,
  timezone,
  pin,
  proc_links,
  sockets_inet,
  sockets_unix,
  sockets_packet,
  sockets_netlink,
  perf_events,
  inspect,
};

// A set of grants. Its member is public so that it can be a template argument of an import row.
struct Grants {
  std::uint32_t bits = 0;

  constexpr Grants() = default;
  // A single grant is a set of one.
  constexpr Grants(Grant grant) : bits(std::uint32_t{1} << static_cast<unsigned>(grant)) {}

  [[nodiscard]] constexpr bool empty() const { return bits == 0; }
  [[nodiscard]] constexpr bool contains(Grants others) const { return (bits & others.bits) == others.bits; }
  constexpr void add(Grants others) { bits |= others.bits; }
  constexpr void remove(Grants others) { bits &= ~others.bits; }
  // What is in this set and not in `others`.
  [[nodiscard]] constexpr Grants without(Grants others) const {
    Grants rest = *this;
    rest.remove(others);
    return rest;
  }

  friend constexpr Grants operator|(Grants a, Grants b) {
    a.add(b);
    return a;
  }
  friend constexpr bool operator==(Grants, Grants) = default;
};

constexpr Grants operator|(Grant a, Grant b) { return Grants(a) | Grants(b); }

struct GrantWords {
  Grant grant;
  std::string_view name;  // as --allow and --deny take it
  bool by_default;
  std::string_view meaning;  // what a guest that has it may do
};

inline constexpr std::array kGrants{
    GrantWords{Grant::load, "load", true, "load BPF objects into the kernel"},
    GrantWords{Grant::attach, "attach", true, "attach BPF programs to their hooks"},
    GrantWords{Grant::maps, "maps", true, "read and write the maps of its own objects"},
    GrantWords{Grant::events, "events", true, "receive events from ring and perf buffers"},
    GrantWords{Grant::clock, "clock", true, "read clocks and sleep"},
    GrantWords{Grant::random, "random", true, "get random numbers"},
    GrantWords{Grant::stdio, "stdio", true, "use standard input, output and error"},
    GrantWords{Grant::proc, "proc", true, "read /proc, except memory, environments, kernel logs and waggle itself"},
    GrantWords{Grant::sys, "sys", true, "read /sys, except trace pipes"},
    GrantWords{Grant::host, "host", true, "ask for the host's name, kernel release, memory, processors and limits"},
    GrantWords{Grant::timezone, "timezone", true, "read /etc/localtime and /usr/share/zoneinfo"},
    GrantWords{Grant::pin, "pin", false, "pin maps, programs and links in a mounted bpffs"},
    GrantWords{Grant::proc_links, "proc-links", false, "follow the links exe, root, cwd and ns/* of /proc/PID"},
    GrantWords{Grant::sockets_inet, "sockets-inet", false, "use the network: TCP and UDP over IPv4 and IPv6"},
    GrantWords{Grant::sockets_unix, "sockets-unix", false,
               "use Unix sockets: abstract names, and paths in its directories"},
    GrantWords{Grant::sockets_packet, "sockets-packet", false, "capture and send raw packets"},
    GrantWords{Grant::sockets_netlink, "sockets-netlink", false,
               "use netlink: see the network's configuration, and change it as waggle may"},
    GrantWords{Grant::perf_events, "perf-events", false, "open performance events that do more than run BPF programs"},
    GrantWords{Grant::inspect, "inspect", false, "list and open every BPF program, map, link and BTF of the system"},
};

constexpr Grants default_grants() {
  Grants grants;
  for (const GrantWords& words : kGrants)
    if (words.by_default) grants.add(words.grant);
  return grants;
}

// One name or several with commas between: "pin", "pin,proc-links". EINVAL with a sentence
// that lists the known names.
Result<Grants> parse_grants(std::string_view text);
// The names in the order of the table, with ", " between; "" for none.
std::string to_string(Grants grants);

}  // namespace waggle::policy
