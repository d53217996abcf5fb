#include "waggle/bpf/attach/attach.hh"

#include <fmt/format.h>

#include "waggle/bpf/attach/kind.hh"
#include "waggle/bpf/libbpf_log.hh"
#include "waggle/bpf/object.hh"

namespace waggle::bpf {

namespace {

// Whether `section` is `prefix`, alone or with something behind a '.' or '/'.
bool section_is(std::string_view section, std::string_view prefix) {
  if (!section.starts_with(prefix)) return false;
  const std::string_view rest = section.substr(prefix.size());
  return rest.empty() || rest.front() == '.' || rest.front() == '/';
}

// Kprobe programs differ by expected attach type or, the older ones, by section alone. For usdt
// libbpf sets the attach type of uprobe.multi at load, where the kernel has it.
AttachKind probe_kind(const bpf_program* program) {
  const std::string_view section = bpf_program__section_name(program);
  if (section_is(section, "usdt")) return AttachKind::usdt;
  switch (bpf_program__expected_attach_type(program)) {
    case BPF_TRACE_KPROBE_MULTI:
    case BPF_TRACE_KPROBE_SESSION: return AttachKind::kprobe_multi;
    case BPF_TRACE_UPROBE_MULTI:
    case BPF_TRACE_UPROBE_SESSION: return AttachKind::uprobe_multi;
    default: break;
  }
  if (section_is(section, "uprobe") || section_is(section, "uretprobe")) return AttachKind::uprobe;
  if (section_is(section, "ksyscall") || section_is(section, "kretsyscall")) return AttachKind::ksyscall;
  return AttachKind::kprobe;
}

Error attaches_nowhere(const Program& program, std::string_view why) {
  return Error(EOPNOTSUPP,
               fmt::format("{} ({}) attaches nowhere by itself: {}", program.name(), program.section(), why));
}

Result<AttachKind> xdp_kind(const Program& program) {
  const bpf_attach_type type = bpf_program__expected_attach_type(program.raw());
  if (type == BPF_XDP_DEVMAP || type == BPF_XDP_CPUMAP)
    return attaches_nowhere(program, "its descriptor goes into a devmap or cpumap");
  return AttachKind::xdp;
}

AttachKind classifier_kind(const bpf_program* program) {
  const bpf_attach_type type = bpf_program__expected_attach_type(program);
  return type == BPF_NETKIT_PRIMARY || type == BPF_NETKIT_PEER ? AttachKind::netkit : AttachKind::tc;
}

Error no_target_error(const Program& program, const Kind& kind) {
  return Error(EOPNOTSUPP, fmt::format("attaching {}: its section \"{}\" names no target; give one: {}", program.name(),
                                       program.section(), kind.grammar));
}

}  // namespace

Result<AttachKind> attach_kind(const Program& program) {
  switch (bpf_program__type(program.raw())) {
    case BPF_PROG_TYPE_XDP: return xdp_kind(program);
    case BPF_PROG_TYPE_SCHED_CLS: return classifier_kind(program.raw());
    case BPF_PROG_TYPE_KPROBE: return probe_kind(program.raw());
    case BPF_PROG_TYPE_TRACEPOINT: return AttachKind::tracepoint;
    case BPF_PROG_TYPE_RAW_TRACEPOINT:
    case BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE: return AttachKind::raw_tracepoint;
    case BPF_PROG_TYPE_PERF_EVENT: return AttachKind::perf_event;
    case BPF_PROG_TYPE_TRACING:
      return bpf_program__expected_attach_type(program.raw()) == BPF_TRACE_ITER ? AttachKind::iter
                                                                                : AttachKind::compiled_in;
    case BPF_PROG_TYPE_LSM:
      return bpf_program__expected_attach_type(program.raw()) == BPF_LSM_CGROUP ? AttachKind::cgroup
                                                                                : AttachKind::compiled_in;
    case BPF_PROG_TYPE_EXT: return AttachKind::compiled_in;
    case BPF_PROG_TYPE_CGROUP_SKB:
    case BPF_PROG_TYPE_CGROUP_SOCK:
    case BPF_PROG_TYPE_CGROUP_SOCK_ADDR:
    case BPF_PROG_TYPE_CGROUP_SOCKOPT:
    case BPF_PROG_TYPE_CGROUP_SYSCTL:
    case BPF_PROG_TYPE_CGROUP_DEVICE:
    case BPF_PROG_TYPE_SOCK_OPS: return AttachKind::cgroup;
    case BPF_PROG_TYPE_SOCKET_FILTER: return AttachKind::socket_filter;
    case BPF_PROG_TYPE_SK_MSG:
    case BPF_PROG_TYPE_SK_SKB: return AttachKind::sockmap;
    case BPF_PROG_TYPE_SK_LOOKUP:
    case BPF_PROG_TYPE_FLOW_DISSECTOR: return AttachKind::netns;
    case BPF_PROG_TYPE_NETFILTER: return AttachKind::netfilter;
    case BPF_PROG_TYPE_STRUCT_OPS: return AttachKind::struct_ops;
    case BPF_PROG_TYPE_SYSCALL: return attaches_nowhere(program, "user space runs it by BPF_PROG_TEST_RUN");
    case BPF_PROG_TYPE_SCHED_ACT: return attaches_nowhere(program, "a tc action names its descriptor");
    case BPF_PROG_TYPE_SK_REUSEPORT: return attaches_nowhere(program, "a socket takes its descriptor by setsockopt");
    case BPF_PROG_TYPE_LWT_IN:
    case BPF_PROG_TYPE_LWT_OUT:
    case BPF_PROG_TYPE_LWT_XMIT:
    case BPF_PROG_TYPE_LWT_SEG6LOCAL: return attaches_nowhere(program, "a route names its descriptor");
    default: return attaches_nowhere(program, "this program type is not known here");
  }
}

Result<Link> attach(Object& object, const Program& program, const TextSink& text) {
  WAGGLE_TRY(const AttachKind id, attach_kind(program));
  const Kind& kind = kind_row(id);
  const std::string named = kind.section_target(program.section());
  if (named.empty() && !kind.may_be_empty) return no_target_error(program, kind);
  WAGGLE_TRY(const Target target, Target::parse(id, named));
  return attach(object, program, target, text);
}

Result<Link> attach(Object& object, const Program& program, const Target& target, const TextSink& text) {
  WAGGLE_TRY(const AttachKind id, attach_kind(program));
  if (id != target.kind)
    return Error(EINVAL,
                 fmt::format("{} attaches as {}, the target is of {}", program.name(), name(id), name(target.kind)));
  if (program.fd() < 0) return Error(EINVAL, fmt::format("{} is not loaded", program.name()));
  const LibbpfLog log;
  Result<Link> link = kind_row(id).attach(Attaching{object.raw(), program.raw(), target, text});
  if (link.ok()) return link;
  const int code = link.error().code();
  return Error(code, std::make_unique<AttachError>(link.error().message(), log.text()))
      .context(fmt::format("attaching {} ({})", program.name(), program.section()));
}

}  // namespace waggle::bpf
