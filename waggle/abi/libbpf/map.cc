// Maps of objects, before and after load.
#include <algorithm>
#include <cstring>

#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/abi/libbpf/pins.hh"
#include "waggle/bpf/raw/struct_ops.hh"

namespace waggle::abi::libbpf {
namespace {

std::uint32_t state_bits(const bpf::raw::MapFacts& facts) {
  return bit(facts.autocreate, WAGGLE_MAP_AUTOCREATE) | bit(facts.autoattach, WAGGLE_MAP_AUTOATTACH) |
         bit(facts.internal, WAGGLE_MAP_INTERNAL) | bit(facts.pinned, WAGGLE_MAP_PINNED);
}

// Null means the map's own path.
Result<void> may_pin_map(Guest& guest, const bpf::raw::Map& map, const OptStr& path) {
  return may_pin(guest, path.text ? *path.text : std::string(map.pin_path()));
}

// Where the object has a program's address, the guest has its handle.
Size give_struct_ops(Guest& guest, const Map& map, const Out& out) {
  WAGGLE_TRY(const auto ops, bpf::raw::struct_ops_of(map.owner->raw, map.raw));
  ByteVector copy(ops.data.begin(), ops.data.end());
  for (const std::size_t at : ops.programs) {
    std::uintptr_t address;
    std::memcpy(&address, &copy[at], sizeof address);
    Handle<Program> handle;
    if (address != 0) {
      auto* const program = reinterpret_cast<bpf_program*>(address);
      WAGGLE_TRY(handle, program_handle(guest, map.owner, bpf::raw::Program(program)));
    }
    std::memcpy(&copy[at], &handle.id, sizeof handle.id);
  }
  return give_bytes(out, copy);
}

Result<void> set_struct_ops(Guest& guest, const Map& map, Bytes value) {
  WAGGLE_TRY(const auto ops, bpf::raw::struct_ops_of(map.owner->raw, map.raw));
  if (map.raw.fd().ok()) return Error(EBUSY);
  if (value.size() != ops.data.size()) return Error(EINVAL);
  ByteVector copy(value.begin(), value.end());
  for (const std::size_t at : ops.programs) {
    Handle<Program> handle;
    std::memcpy(&handle.id, &copy[at], sizeof handle.id);
    std::uintptr_t address = 0;
    if (handle.id != 0) {
      WAGGLE_TRY(const auto program, find(guest, handle));
      if (program->owner != map.owner) return Error(EINVAL);
      address = reinterpret_cast<std::uintptr_t>(program->raw.raw());
    }
    std::memcpy(&copy[at], &address, sizeof address);
  }
  std::ranges::copy(copy, ops.data.begin());
  return {};
}

}  // namespace

Result<void> map_info(Guest& guest, Handle<Map> map, Give<waggle_map_info> info) {
  WAGGLE_TRY(const auto found, find(guest, map));
  const bpf::raw::MapFacts facts = found->raw.facts();
  const auto ops = bpf::raw::struct_ops_of(found->owner->raw, found->raw);
  std::size_t initial = ops.ok() ? ops->data.size() : 0;
  if (!ops.ok() && !found->is_template) initial = found->raw.initial_value().size();
  info.set({.type = facts.type,
            .key_size = facts.key_size,
            .value_size = facts.value_size,
            .max_entries = facts.max_entries,
            .map_flags = facts.flags,
            .numa_node = facts.numa_node,
            .ifindex = facts.ifindex,
            .btf_key_type_id = facts.btf_key_type_id,
            .btf_value_type_id = facts.btf_value_type_id,
            .initial_value_size = static_cast<std::uint32_t>(initial),
            .map_extra = facts.extra,
            .state = state_bits(facts),
            .unused = 0});
  return {};
}

Size map_name(Guest& guest, Handle<Map> map, Out text) {
  WAGGLE_TRY(const auto found, find(guest, map));
  return give_text(text, found->raw.name());
}

Size map_pin_path(Guest& guest, Handle<Map> map, Out text) {
  WAGGLE_TRY(const auto found, find(guest, map));
  return give_text(text, found->raw.pin_path());
}

Result<Fd> map_fd(Guest& guest, Handle<Map> map) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  WAGGLE_TRY(const int number,
             found->number.get(guest.descriptors, [&] { return duplicate(found->raw.fd()); }, kLowest));
  return Fd{number};
}

// Global variables grow with it, in memory of the host.
Result<void> set_value_size(Guest& guest, Handle<Map> map, std::uint32_t bytes) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  const std::size_t before = found->raw.initial_value().size();
  WAGGLE_TRY(Charge growth, guest.object_bytes.take(before != 0 && bytes > before ? bytes - before : 0));
  WAGGLE_CHECK(found->raw.set_value_size(bytes));
  found->owner->charges.push_back(std::move(growth));
  return {};
}

Result<Handle<Map>> inner_map(Guest& guest, Handle<Map> map) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  bpf_map* const inner = found->raw.inner();
  if (inner == nullptr) return Handle<Map>{};
  WAGGLE_TRY(const Handle<Map> handle, map_handle(guest, found->owner, bpf::raw::Map(inner)));
  WAGGLE_TRY(const auto added, find(guest, handle));
  added->is_template = true;
  return handle;
}

Result<void> set_inner_map_fd(Guest& guest, Handle<Map> map, Fd inner) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, inner.number));
  forget_inner(guest, *found->owner, found->raw);
  WAGGLE_CHECK(found->raw.set_inner_fd(host.fd));
  found->inner = host.pin;
  return {};
}

Result<void> reuse_fd(Guest& guest, Handle<Map> map, Fd fd) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, fd.number));
  return found->raw.reuse_fd(host.fd);
}

Result<void> set_initial_value(Guest& guest, Handle<Map> map, In value) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  if (found->raw.is_struct_ops()) return set_struct_ops(guest, *found, value.bytes);
  return found->raw.set_initial_value(value.bytes);
}

Size initial_value(Guest& guest, Handle<Map> map, Out value) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  if (found->raw.is_struct_ops()) return give_struct_ops(guest, *found, value);
  return give_bytes(value, found->raw.initial_value());
}

Result<void> set_pin_path(Guest& guest, Handle<Map> map, OptStr path) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  return found->raw.set_pin_path(pointer(path));
}

Result<void> pin_map(Guest& guest, Handle<Map> map, OptStr path) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  WAGGLE_CHECK(may_pin_map(guest, found->raw, path));
  return found->raw.pin(pointer(path));
}

Result<void> unpin_map(Guest& guest, Handle<Map> map, OptStr path) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  WAGGLE_CHECK(may_pin_map(guest, found->raw, path));
  return found->raw.unpin(pointer(path));
}

Result<Handle<Link>> attach_struct_ops(Guest& guest, Handle<Map> map) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  WAGGLE_TRY(const Handle<Link> link, add_link(guest, found->owner, found->raw.attach_struct_ops()));
  WAGGLE_TRY(const auto made, find(guest, link));
  made->of_struct_ops = true;
  return link;
}

}  // namespace waggle::abi::libbpf
