#include "waggle/bpf/raw/struct_ops.hh"

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include <span>

#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {
namespace {

bool is_function_pointer(const ::btf* types, std::uint32_t id) {
  const btf_type* type = ::btf__type_by_id(types, static_cast<std::uint32_t>(::btf__resolve_type(types, id)));
  if (type == nullptr || !btf_is_ptr(type)) return false;
  const int target = ::btf__resolve_type(types, type->type);
  type = target < 0 ? nullptr : ::btf__type_by_id(types, static_cast<std::uint32_t>(target));
  return type != nullptr && btf_is_func_proto(type);
}

}  // namespace

Result<StructOps> struct_ops_of(const Object& object, const Map& map) {
  if (::bpf_map__type(map.raw()) != BPF_MAP_TYPE_STRUCT_OPS) return Error(EINVAL);
  const ::btf* const types = object.types();
  // The size by BTF: libbpf tells the kernel's once it has loaded, though what it holds is the object's.
  const btf_type* const type = ::btf__type_by_id(types, ::bpf_map__btf_value_type_id(map.raw()));
  std::size_t unused = 0;
  void* const data = ::bpf_map__initial_value(map.raw(), &unused);
  if (type == nullptr || !btf_is_struct(type) || data == nullptr) return Error(EINVAL);
  StructOps ops{{static_cast<std::byte*>(data), type->size}, {}};
  for (const btf_member& member : std::span(btf_members(type), btf_vlen(type))) {
    const std::size_t at = member.offset / 8;
    if (at + sizeof(void*) <= type->size && is_function_pointer(types, member.type)) ops.programs.push_back(at);
  }
  return ops;
}

}  // namespace waggle::bpf::raw
