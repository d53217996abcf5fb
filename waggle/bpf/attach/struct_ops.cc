// Tables of kernel operations written in BPF (a TCP congestion control, a scheduler). The map that
// holds the table is what attaches; its programs only name themselves for it.
#include <fmt/format.h>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

Result<void> check(const Target& target) {
  if (target.subject.empty()) return misfit("the map's name is missing");
  return {};
}

std::string_view likely_reason(int code) {
  switch (code) {
    case EEXIST: return "the kernel has such operations of this name already";
    case EINVAL: return "the kernel refuses the table: an operation it requires is missing, or a value does not fit";
    case EBUSY: return "it is attached already";
    default: return {};
  }
}

Result<Link> attach_struct_ops(const Attaching& attaching) {
  const std::string& name = attaching.target.subject;
  const bpf_map* const map = bpf_object__find_map_by_name(attaching.object, name.c_str());
  if (map == nullptr) return Error(ENOENT, fmt::format("the object has no map '{}'", name));
  if (bpf_map__type(map) != BPF_MAP_TYPE_STRUCT_OPS)
    return Error(EINVAL, fmt::format("map '{}' holds no struct_ops", name));
  bpf_link* const link = bpf_map__attach_struct_ops(map);
  if (link != nullptr) return link_of(link);
  const int code = errno;
  return attach_error(code, fmt::format("struct_ops map '{}'", name), likely_reason(code));
}

}  // namespace

constinit const Kind kStructOps{
    .id = AttachKind::struct_ops,
    .name = "struct_ops",
    .grammar = "MAP_NAME",
    .check = &check,
    .attach = &attach_struct_ops,
};

}  // namespace waggle::bpf
