#include "waggle/bpf/object.hh"

#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "waggle/bpf/arena.hh"
#include "waggle/bpf/host.hh"
#include "waggle/bpf/libbpf_log.hh"
#include "waggle/bpf/load_error.hh"

namespace waggle::bpf {
namespace {

bool is_networking(bpf_prog_type type) {
  switch (type) {
    case BPF_PROG_TYPE_SCHED_CLS:
    case BPF_PROG_TYPE_SCHED_ACT:
    case BPF_PROG_TYPE_XDP:
    case BPF_PROG_TYPE_CGROUP_SKB:
    case BPF_PROG_TYPE_CGROUP_SOCK_ADDR:
    case BPF_PROG_TYPE_LWT_IN:
    case BPF_PROG_TYPE_LWT_OUT:
    case BPF_PROG_TYPE_LWT_XMIT:
    case BPF_PROG_TYPE_SOCK_OPS:
    case BPF_PROG_TYPE_SK_SKB:
    case BPF_PROG_TYPE_SK_MSG:
    case BPF_PROG_TYPE_SK_LOOKUP:
    case BPF_PROG_TYPE_FLOW_DISSECTOR:
    case BPF_PROG_TYPE_NETFILTER: return true;
    default: return false;
  }
}

bool is_tracing(bpf_prog_type type) {
  switch (type) {
    case BPF_PROG_TYPE_KPROBE:
    case BPF_PROG_TYPE_TRACEPOINT:
    case BPF_PROG_TYPE_PERF_EVENT:
    case BPF_PROG_TYPE_RAW_TRACEPOINT:
    case BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE:
    case BPF_PROG_TYPE_TRACING:
    case BPF_PROG_TYPE_LSM:
    case BPF_PROG_TYPE_EXT: return true;
    default: return false;
  }
}

bool uses_trampoline(const bpf_program* program) {
  const bpf_prog_type type = ::bpf_program__type(program);
  if (type == BPF_PROG_TYPE_LSM || type == BPF_PROG_TYPE_EXT) return true;
  if (type != BPF_PROG_TYPE_TRACING) return false;
  const bpf_attach_type attach = ::bpf_program__expected_attach_type(program);
  return attach == BPF_TRACE_FENTRY || attach == BPF_TRACE_FEXIT || attach == BPF_MODIFY_RETURN ||
         attach == BPF_TRACE_FSESSION;
}

std::optional<ProgramTraits> traits_of(bpf_object* object, std::string_view name) {
  const bpf_program* program = ::bpf_object__find_program_by_name(object, std::string(name).c_str());
  if (program == nullptr) return std::nullopt;
  const bpf_prog_type type = ::bpf_program__type(program);
  return ProgramTraits{
      .trampoline = uses_trampoline(program), .tracing = is_tracing(type), .networking = is_networking(type)};
}

Result<void> check_pins(const std::vector<std::string>& pins, const LoadOptions& options) {
  if (pins.empty()) return {};
  if (!options.allow_pins)
    return Error(EPERM, fmt::format("it pins maps by name ({}), which needs the grant 'pin'", fmt::join(pins, ", ")));
  for (const std::string& pin : pins)  // the name becomes a path
    if (pin.find('/') != pin.npos) return Error(EINVAL, fmt::format("'{}' is no name for a pin", pin));
  return check_bpffs().context(fmt::format("map '{}' pins by name", pins.front()));
}

}  // namespace

Result<Object> Object::load(ObjectSpec spec, const LoadOptions& options) {
  WAGGLE_CHECK(check_pins(spec.pins_by_name(), options).context(spec.name()));
  WAGGLE_CHECK(check_arenas(spec.raw()).context(spec.name()));
  Object object(std::move(spec.name_), std::move(spec.raw_));
  const LibbpfLog log;
  if (const int result = ::bpf_object__load(object.raw()); result < 0) {
    const auto traits = traits_of(object.raw(), parse_load_story(log.text()).program);
    return explain_load(-result, log.text(), traits, HostFacts::gather()).context(object.name());
  }
  WAGGLE_CHECK(object.collect_maps().context(object.name()));
  return object;
}

// Maps that libbpf did not create (autocreate off) have no descriptor and are left out.
Result<void> Object::collect_maps() {
  bpf_map* raw = nullptr;
  while ((raw = ::bpf_object__next_map(raw_.get(), raw)) != nullptr) {
    if (::bpf_map__fd(raw) < 0) continue;
    const char* const name = ::bpf_map__name(raw);
    WAGGLE_TRY(auto fd, UniqueFd::duplicate(::bpf_map__fd(raw)));
    WAGGLE_TRY(auto map, Map::open(std::move(fd), name));
    maps_.push_back(std::move(map));
    map_names_.push_back({name, ::bpf_map__is_internal(raw)});
  }
  return {};
}

Object::~Object() {
  while (!links_.empty()) links_.pop_back();
}

std::optional<Program> Object::program(std::string_view name) const {
  bpf_program* const program = ::bpf_object__find_program_by_name(raw(), std::string(name).c_str());
  if (program == nullptr) return std::nullopt;
  return Program(program);
}

Map* Object::map(std::string_view name) {
  const auto place = find_map(map_names_, name);
  return place ? &maps_[*place] : nullptr;
}

}  // namespace waggle::bpf
