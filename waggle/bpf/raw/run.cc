#include "waggle/bpf/raw/run.hh"

#include <bpf/bpf.h>

#include <algorithm>
#include <span>

#include "waggle/bpf/raw/options.hh"
#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {
namespace {

template <class T>
const void* pointer(std::span<T> bytes) {
  return bytes.empty() ? nullptr : bytes.data();
}
void* pointer(MutableBytes bytes) { return bytes.empty() ? nullptr : bytes.data(); }

__u32* list(std::byte* place) { return reinterpret_cast<__u32*>(place); }

template <class Relative>
void set_relative(Relative& relative, const NewLink& link) {
  relative.relative_fd = link.relative_fd;
  relative.relative_id = link.relative_id;
  relative.expected_revision = link.expected_revision;
}

// The members of libbpf's union; those it refuses for a type (probes by lists) stay zero.
void set_member(bpf_link_create_opts& raw, std::uint32_t attach_type, const NewLink& link) {
  switch (attach_type) {
    case BPF_PERF_EVENT: raw.perf_event.bpf_cookie = link.cookie; break;
    case BPF_TRACE_RAW_TP:
    case BPF_TRACE_FENTRY:
    case BPF_TRACE_FEXIT:
    case BPF_MODIFY_RETURN:
    case BPF_LSM_MAC: raw.tracing.cookie = link.cookie; break;
    case BPF_NETFILTER:
      raw.netfilter.pf = link.netfilter.pf;
      raw.netfilter.hooknum = link.netfilter.hook;
      raw.netfilter.priority = link.netfilter.priority;
      raw.netfilter.flags = link.netfilter.flags;
      break;
    case BPF_TCX_INGRESS:
    case BPF_TCX_EGRESS: set_relative(raw.tcx, link); break;
    case BPF_NETKIT_PRIMARY:
    case BPF_NETKIT_PEER: set_relative(raw.netkit, link); break;
    default:
      if (link.relative_fd != 0 || link.relative_id != 0 || link.expected_revision != 0) set_relative(raw.cgroup, link);
  }
}

}  // namespace

bool targets_interface(std::uint32_t attach_type) {
  switch (attach_type) {
    case BPF_TCX_INGRESS:
    case BPF_TCX_EGRESS:
    case BPF_NETKIT_PRIMARY:
    case BPF_NETKIT_PEER:
    case BPF_XDP: return true;
    default: return false;
  }
}

Result<void> attach_program(int program_fd, int target, std::uint32_t attach_type, const Place& place) {
  auto raw = options<struct bpf_prog_attach_opts>();
  raw.flags = place.flags;
  raw.replace_fd = static_cast<int>(place.replace_fd);
  raw.relative_fd = static_cast<int>(place.relative_fd);
  raw.relative_id = place.relative_id;
  raw.expected_revision = place.expected_revision;
  return status(::bpf_prog_attach_opts(program_fd, target, static_cast<bpf_attach_type>(attach_type), &raw));
}

Result<void> detach_program(int program_fd, int target, std::uint32_t attach_type, const Place& place) {
  auto raw = options<struct bpf_prog_detach_opts>();
  raw.flags = place.flags;
  raw.relative_fd = static_cast<int>(place.relative_fd);
  raw.relative_id = place.relative_id;
  raw.expected_revision = place.expected_revision;
  return status(::bpf_prog_detach_opts(program_fd, target, static_cast<bpf_attach_type>(attach_type), &raw));
}

Result<void> query_programs(int target, std::uint32_t attach_type, ProgramQuery& query) {
  auto raw = options<struct bpf_prog_query_opts>();
  raw.query_flags = query.query_flags;
  raw.prog_ids = list(query.program_ids);
  raw.prog_attach_flags = list(query.program_flags);
  raw.link_ids = list(query.link_ids);
  raw.link_attach_flags = list(query.link_flags);
  raw.count = query.count;
  const int result = ::bpf_prog_query_opts(target, static_cast<bpf_attach_type>(attach_type), &raw);
  query.attach_flags = raw.attach_flags;
  query.count = raw.count;
  query.revision = raw.revision;
  return status(result);
}

Result<UniqueFd> create_link(int program_fd, int target, std::uint32_t attach_type, const NewLink& link) {
  bpf_iter_link_info iterator{};
  if (link.iterator.size() > sizeof iterator) return Error(E2BIG);
  std::ranges::copy(link.iterator, std::as_writable_bytes(std::span(&iterator, 1)).begin());
  auto raw = options<bpf_link_create_opts>();
  raw.flags = link.flags;
  raw.target_btf_id = link.target_btf_id;
  if (!link.iterator.empty()) raw.iter_info = &iterator, raw.iter_info_len = sizeof iterator;
  set_member(raw, attach_type, link);
  return opened(::bpf_link_create(program_fd, target, static_cast<bpf_attach_type>(attach_type), &raw));
}

Result<void> detach_link(int link_fd) { return status(::bpf_link_detach(link_fd)); }

Result<void> update_link(int link_fd, const LinkUpdate& update) {
  auto raw = options<bpf_link_update_opts>();
  raw.flags = update.flags;
  raw.old_prog_fd = update.old_program_fd;
  raw.old_map_fd = update.old_map_fd;
  return status(::bpf_link_update(link_fd, update.program_fd, &raw));
}

Result<UniqueFd> create_iterator(int link_fd) { return opened(::bpf_iter_create(link_fd)); }

Result<UniqueFd> open_raw_tracepoint(int program_fd, const char* name, std::uint64_t cookie) {
  auto raw = options<bpf_raw_tp_opts>();
  raw.tp_name = name;
  raw.cookie = cookie;
  return opened(::bpf_raw_tracepoint_open_opts(program_fd, &raw));
}

Result<void> test_run(int program_fd, TestRun& run) {
  auto raw = options<bpf_test_run_opts>();
  raw.data_in = pointer(run.data_in);
  raw.data_size_in = run.data_in.size();
  raw.data_out = pointer(run.data_out);
  raw.data_size_out = run.data_out.size();
  raw.ctx_in = pointer(run.context_in);
  raw.ctx_size_in = run.context_in.size();
  raw.ctx_out = pointer(run.context_out);
  raw.ctx_size_out = run.context_out.size();
  raw.repeat = static_cast<int>(run.repeat);
  raw.flags = run.flags;
  raw.cpu = run.cpu;
  raw.batch_size = run.batch_size;
  const int result = ::bpf_prog_test_run_opts(program_fd, &raw);
  run.result = raw.retval;
  run.duration = raw.duration;
  run.data_size = raw.data_size_out;
  run.context_size = raw.ctx_size_out;
  return status(result);
}

Result<std::int32_t> read_stream(int program_fd, std::uint32_t stream, MutableBytes to) {
  return number(::bpf_prog_stream_read(program_fd, stream, to.data(), to.size(), nullptr));
}

}  // namespace waggle::bpf::raw
