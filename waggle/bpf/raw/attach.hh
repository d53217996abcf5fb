// The ways of libbpf to attach a loaded program, each with what it takes; results and errors are
// libbpf's own. Descriptors and paths are the host's. (bpf/attach/ has the same by a text, for those
// who only want it attached.)
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/raw/link.hh"
#include "waggle/bpf/raw/program.hh"

namespace waggle::bpf::raw {

// As its section says. Tracepoints also where tracefs is not mounted.
Result<Link> attach(const Program& program);
// The same for a skeleton, which passes over programs whose sections do not say all of it: none for those.
Result<std::optional<Link>> autoattach(const Program& program);

struct Kprobe {
  std::string function;
  std::uint64_t offset = 0;
  std::uint64_t cookie = 0;
  bool at_return = false;
  std::uint32_t mode = 0;  // enum probe_attach_mode
};
Result<Link> attach(const Program& program, const Kprobe& kprobe);

struct Ksyscall {
  std::string name;
  std::uint64_t cookie = 0;
  bool at_return = false;
};
Result<Link> attach(const Program& program, const Ksyscall& ksyscall);

// By pattern, by symbols or by addresses; `cookies` is empty or one for each.
struct KprobeMulti {
  const char* pattern = nullptr;
  std::vector<const char*> symbols;
  std::span<const std::uint64_t> addresses;
  std::span<const std::uint64_t> cookies;
  bool at_return = false, session = false, unique_match = false;
};
Result<Link> attach(const Program& program, const KprobeMulti& kprobes);

struct Uprobe {
  std::string path;
  pid_t pid = -1;
  std::uint64_t offset = 0;
  const char* function = nullptr;
  std::uint64_t ref_ctr_offset = 0;
  std::uint64_t cookie = 0;
  bool at_return = false;
  std::uint32_t mode = 0;  // enum probe_attach_mode
};
Result<Link> attach(const Program& program, const Uprobe& uprobe);

struct UprobeMulti {
  std::string path;
  pid_t pid = -1;
  const char* pattern = nullptr;
  std::vector<const char*> symbols;
  std::span<const std::uint64_t> offsets, ref_ctr_offsets, cookies;
  bool at_return = false, session = false;
};
Result<Link> attach(const Program& program, const UprobeMulti& uprobes);

struct Usdt {
  std::string path, provider, name;
  pid_t pid = -1;
  std::uint64_t cookie = 0;
};
Result<Link> attach(const Program& program, const Usdt& usdt);

struct Tracepoint {
  std::string category, name;
  std::uint64_t cookie = 0;
};
// Also where tracefs is not mounted.
Result<Link> attach(const Program& program, const Tracepoint& tracepoint);

Result<Link> attach_raw_tracepoint(const Program& program, const std::string& name, std::uint64_t cookie);

struct PerfEventOptions {
  std::uint64_t cookie = 0;
  bool force_ioctl = false, dont_enable = false;
};
// Takes the event: the link closes it.
Result<Link> attach_perf_event(const Program& program, UniqueFd event, const PerfEventOptions& options);

// fentry, fexit, fmod_ret, tp_btf, lsm: where the section or set_attach_target() said.
Result<Link> attach_trace(const Program& program, std::uint64_t cookie);
Result<Link> attach_lsm(const Program& program);
// `target_fd` 0: where it was loaded for.
Result<Link> attach_freplace(const Program& program, int target_fd, const char* function);

// Where among the programs that are attached already.
struct Place {
  std::uint32_t flags = 0;
  std::uint32_t replace_fd = 0;
  std::uint32_t relative_fd = 0;
  std::uint32_t relative_id = 0;
  std::uint64_t expected_revision = 0;
};
Result<Link> attach_cgroup(const Program& program, int cgroup_fd, const Place& place);
Result<Link> attach_tcx(const Program& program, int ifindex, const Place& place);
Result<Link> attach_netkit(const Program& program, int ifindex, const Place& place);
Result<Link> attach_netns(const Program& program, int netns_fd);
Result<Link> attach_sockmap(const Program& program, int map_fd);
Result<Link> attach_xdp(const Program& program, int ifindex);

struct NetfilterHook {
  std::uint32_t pf = 0, hook = 0;
  std::int32_t priority = 0;
  std::uint32_t flags = 0;
};
Result<Link> attach_netfilter(const Program& program, const NetfilterHook& hook);

// `parameter` is a union bpf_iter_link_info with the host's descriptors, or empty.
Result<Link> attach_iter(const Program& program, Bytes parameter);

// Where the parameter of an iterator has a descriptor: the offset in union bpf_iter_link_info, or -1.
// `target` is what it iterates over ("task", "bpf_map_elem", "cgroup").
int descriptor_in_iter_parameter(std::string_view target);
// What a loaded iterator iterates over; EINVAL for a program of another kind.
Result<std::string> iter_target(int program_fd);

}  // namespace waggle::bpf::raw
