#include "waggle/bpf/raw/attach.hh"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <linux/perf_event.h>

#include <cstddef>
#include <cstring>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/attach/perf_event.hh"
#include "waggle/bpf/libbpf_log.hh"
#include "waggle/bpf/raw/options.hh"
#include "waggle/bpf/raw/status.hh"
#include "waggle/bpf/tracefs.hh"

namespace waggle::bpf::raw {
namespace {

static_assert(sizeof(unsigned long) == sizeof(std::uint64_t));

const unsigned long* longs(std::span<const std::uint64_t> values) {
  return values.empty() ? nullptr : reinterpret_cast<const unsigned long*>(values.data());
}
const __u64* quads(std::span<const std::uint64_t> values) {
  return values.empty() ? nullptr : reinterpret_cast<const __u64*>(values.data());
}

// libbpf reads as many of these as there are functions.
bool one_each(std::span<const std::uint64_t> values, std::size_t count) {
  return values.empty() || values.size() == count;
}

// "tp/sched/sched_switch" or "tracepoint/...": what libbpf attaches to by the section alone.
Result<Tracepoint> tracepoint_of(std::string_view section) {
  const auto [kind, rest] = split_once(section, '/');
  const auto [category, name] = split_once(rest.value_or(""), '/');
  if (!name || category.empty() || name->empty()) return Error(EOPNOTSUPP);
  return Tracepoint{std::string(category), std::string(*name), 0};
}

template <class Options>
Options at(const Place& place) {
  auto raw = options<Options>();
  raw.flags = place.flags;
  raw.relative_fd = place.relative_fd;
  raw.relative_id = place.relative_id;
  raw.expected_revision = place.expected_revision;
  return raw;
}

// libbpf would look for the event's number where tracefs is mounted by custom.
Result<UniqueFd> open_tracepoint(const Tracepoint& tracepoint) {
  WAGGLE_TRY(const std::uint64_t id, tracepoint_id(tracepoint.category, tracepoint.name));
  return open_perf_event({PERF_TYPE_TRACEPOINT, id, 0, -1, 0});
}

}  // namespace

Result<Link> attach(const Program& program) {
  if (::bpf_program__type(program.raw()) != BPF_PROG_TYPE_TRACEPOINT)
    return Link::take(::bpf_program__attach(program.raw()));
  WAGGLE_TRY(const Tracepoint tracepoint, tracepoint_of(program.section()));
  return attach(program, tracepoint);
}

Result<std::optional<Link>> autoattach(const Program& program) {
  if (::bpf_program__type(program.raw()) == BPF_PROG_TYPE_TRACEPOINT) {
    if (program.section() == "tp" || program.section() == "tracepoint") return std::optional<Link>();
    WAGGLE_TRY(Link link, attach(program));
    return std::optional(std::move(link));
  }
  // Only libbpf knows which it passes over, and a skeleton is what it tells.
  bpf_program* raw = program.raw();
  bpf_link* link = nullptr;
  bpf_prog_skeleton entry{.name = ::bpf_program__name(raw), .prog = &raw, .link = &link};
  bpf_object_skeleton skeleton{};
  skeleton.prog_cnt = 1;
  skeleton.prog_skel_sz = sizeof entry;
  skeleton.progs = &entry;
  WAGGLE_CHECK(status(::bpf_object__attach_skeleton(&skeleton)));
  if (link == nullptr) return std::optional<Link>();
  WAGGLE_TRY(Link made, Link::take(link));
  return std::optional(std::move(made));
}

Result<Link> attach(const Program& program, const Kprobe& kprobe) {
  auto raw = options<bpf_kprobe_opts>();
  raw.bpf_cookie = kprobe.cookie;
  raw.offset = kprobe.offset;
  raw.retprobe = kprobe.at_return;
  raw.attach_mode = static_cast<probe_attach_mode>(kprobe.mode);
  return Link::take(::bpf_program__attach_kprobe_opts(program.raw(), kprobe.function.c_str(), &raw));
}

Result<Link> attach(const Program& program, const Ksyscall& ksyscall) {
  auto raw = options<bpf_ksyscall_opts>();
  raw.bpf_cookie = ksyscall.cookie;
  raw.retprobe = ksyscall.at_return;
  return Link::take(::bpf_program__attach_ksyscall(program.raw(), ksyscall.name.c_str(), &raw));
}

Result<Link> attach(const Program& program, const KprobeMulti& kprobes) {
  auto raw = options<bpf_kprobe_multi_opts>();
  std::vector<const char*> symbols = kprobes.symbols;
  raw.syms = symbols.empty() ? nullptr : symbols.data();
  raw.addrs = longs(kprobes.addresses);
  raw.cookies = quads(kprobes.cookies);
  raw.cnt = symbols.empty() ? kprobes.addresses.size() : symbols.size();
  if (!one_each(kprobes.addresses, raw.cnt) || !one_each(kprobes.cookies, raw.cnt)) return Error(EINVAL);
  raw.retprobe = kprobes.at_return;
  raw.session = kprobes.session;
  raw.unique_match = kprobes.unique_match;
  return Link::take(::bpf_program__attach_kprobe_multi_opts(program.raw(), kprobes.pattern, &raw));
}

Result<Link> attach(const Program& program, const Uprobe& uprobe) {
  auto raw = options<bpf_uprobe_opts>();
  raw.ref_ctr_offset = uprobe.ref_ctr_offset;
  raw.bpf_cookie = uprobe.cookie;
  raw.retprobe = uprobe.at_return;
  raw.func_name = uprobe.function;
  raw.attach_mode = static_cast<probe_attach_mode>(uprobe.mode);
  return Link::take(
      ::bpf_program__attach_uprobe_opts(program.raw(), uprobe.pid, uprobe.path.c_str(), uprobe.offset, &raw));
}

Result<Link> attach(const Program& program, const UprobeMulti& uprobes) {
  auto raw = options<bpf_uprobe_multi_opts>();
  std::vector<const char*> symbols = uprobes.symbols;
  raw.syms = symbols.empty() ? nullptr : symbols.data();
  raw.offsets = longs(uprobes.offsets);
  raw.ref_ctr_offsets = longs(uprobes.ref_ctr_offsets);
  raw.cookies = quads(uprobes.cookies);
  raw.cnt = symbols.empty() ? uprobes.offsets.size() : symbols.size();
  if (!one_each(uprobes.offsets, raw.cnt) || !one_each(uprobes.ref_ctr_offsets, raw.cnt) ||
      !one_each(uprobes.cookies, raw.cnt))
    return Error(EINVAL);
  raw.retprobe = uprobes.at_return;
  raw.session = uprobes.session;
  return Link::take(
      ::bpf_program__attach_uprobe_multi(program.raw(), uprobes.pid, uprobes.path.c_str(), uprobes.pattern, &raw));
}

Result<Link> attach(const Program& program, const Usdt& usdt) {
  auto raw = options<bpf_usdt_opts>();
  raw.usdt_cookie = usdt.cookie;
  return Link::take(::bpf_program__attach_usdt(program.raw(), usdt.pid, usdt.path.c_str(), usdt.provider.c_str(),
                                               usdt.name.c_str(), &raw));
}

Result<Link> attach(const Program& program, const Tracepoint& tracepoint) {
  auto opened = open_tracepoint(tracepoint);
  if (!opened.ok()) {
    LibbpfScope::warn(fmt::format("prog '{}': failed to create tracepoint '{}/{}' perf event: -{}", program.name(),
                                  tracepoint.category, tracepoint.name, ::strerrorname_np(opened.error().code())));
    return std::move(opened).error();
  }
  return attach_perf_event(program, *std::move(opened), {.cookie = tracepoint.cookie});
}

Result<Link> attach_raw_tracepoint(const Program& program, const std::string& name, std::uint64_t cookie) {
  auto raw = options<bpf_raw_tracepoint_opts>();
  raw.cookie = cookie;
  return Link::take(::bpf_program__attach_raw_tracepoint_opts(program.raw(), name.c_str(), &raw));
}

Result<Link> attach_perf_event(const Program& program, UniqueFd event, const PerfEventOptions& wanted) {
  auto raw = options<bpf_perf_event_opts>();
  raw.bpf_cookie = wanted.cookie;
  raw.force_ioctl_attach = wanted.force_ioctl;
  raw.dont_enable = wanted.dont_enable;
  auto link = Link::take(::bpf_program__attach_perf_event_opts(program.raw(), event.get(), &raw));
  if (link.ok()) static_cast<void>(event.release());
  return link;
}

Result<Link> attach_trace(const Program& program, std::uint64_t cookie) {
  auto raw = options<bpf_trace_opts>();
  raw.cookie = cookie;
  return Link::take(::bpf_program__attach_trace_opts(program.raw(), &raw));
}

Result<Link> attach_lsm(const Program& program) { return Link::take(::bpf_program__attach_lsm(program.raw())); }

Result<Link> attach_freplace(const Program& program, int target_fd, const char* function) {
  return Link::take(::bpf_program__attach_freplace(program.raw(), target_fd, function));
}

Result<Link> attach_cgroup(const Program& program, int cgroup_fd, const Place& place) {
  const auto raw = at<bpf_cgroup_opts>(place);
  return Link::take(::bpf_program__attach_cgroup_opts(program.raw(), cgroup_fd, &raw));
}

Result<Link> attach_tcx(const Program& program, int ifindex, const Place& place) {
  const auto raw = at<bpf_tcx_opts>(place);
  return Link::take(::bpf_program__attach_tcx(program.raw(), ifindex, &raw));
}

Result<Link> attach_netkit(const Program& program, int ifindex, const Place& place) {
  const auto raw = at<bpf_netkit_opts>(place);
  return Link::take(::bpf_program__attach_netkit(program.raw(), ifindex, &raw));
}

Result<Link> attach_netns(const Program& program, int netns_fd) {
  return Link::take(::bpf_program__attach_netns(program.raw(), netns_fd));
}

Result<Link> attach_sockmap(const Program& program, int map_fd) {
  return Link::take(::bpf_program__attach_sockmap(program.raw(), map_fd));
}

Result<Link> attach_xdp(const Program& program, int ifindex) {
  return Link::take(::bpf_program__attach_xdp(program.raw(), ifindex));
}

Result<Link> attach_netfilter(const Program& program, const NetfilterHook& hook) {
  auto raw = options<bpf_netfilter_opts>();
  raw.pf = hook.pf;
  raw.hooknum = hook.hook;
  raw.priority = hook.priority;
  raw.flags = hook.flags;
  return Link::take(::bpf_program__attach_netfilter(program.raw(), &raw));
}

Result<Link> attach_iter(const Program& program, Bytes parameter) {
  bpf_iter_link_info info{};
  if (parameter.size() > sizeof info) return Error(E2BIG);
  std::memcpy(&info, parameter.data(), parameter.size());
  auto raw = options<bpf_iter_attach_opts>();
  raw.link_info = parameter.empty() ? nullptr : &info;
  raw.link_info_len = parameter.empty() ? 0 : sizeof info;
  return Link::take(::bpf_program__attach_iter(program.raw(), &raw));
}

int descriptor_in_iter_parameter(std::string_view target) {
  if (target == "bpf_map_elem" || target == "bpf_sk_storage_map" || target == "sockmap")
    return offsetof(bpf_iter_link_info, map.map_fd);
  if (target == "cgroup") return offsetof(bpf_iter_link_info, cgroup.cgroup_fd);
  if (target.starts_with("task")) return offsetof(bpf_iter_link_info, task.pid_fd);
  return -1;
}

Result<std::string> iter_target(int program_fd) {
  constexpr std::string_view kPrefix = "bpf_iter_";
  bpf_prog_info about{};
  std::uint32_t length = sizeof about;
  WAGGLE_CHECK(status(::bpf_prog_get_info_by_fd(program_fd, &about, &length)));
  const CPtr<::btf, btf__free> types(::btf__load_vmlinux_btf());
  if (!types) return failure();
  const btf_type* const type = ::btf__type_by_id(types.get(), about.attach_btf_id);
  const std::string_view name = type == nullptr ? "" : ::btf__name_by_offset(types.get(), type->name_off);
  if (!name.starts_with(kPrefix)) return Error(EINVAL);
  return std::string(name.substr(kPrefix.size()));
}

}  // namespace waggle::bpf::raw
