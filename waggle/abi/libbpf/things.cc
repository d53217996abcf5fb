#include "waggle/abi/libbpf/things.hh"

namespace waggle::abi::libbpf {
namespace {

template <class T, class Raw>
Result<Handle<T>> handle_of(Guest& guest, const std::shared_ptr<Object>& owner, Raw raw) {
  if (const auto known = owner->handles.find(raw.raw()); known != owner->handles.end()) return Handle<T>{known->second};
  WAGGLE_TRY(const Handle<T> handle, add(guest, std::make_shared<T>(owner, raw)));
  owner->handles.emplace(raw.raw(), handle.id);
  return handle;
}

}  // namespace

State& make_state(Guest& guest) {
  guest.libbpf = std::make_shared<State>();
  return *guest.libbpf;
}

Result<Handle<Map>> map_handle(Guest& guest, const std::shared_ptr<Object>& owner, bpf::raw::Map map) {
  return handle_of<Map>(guest, owner, map);
}

Result<Handle<Program>> program_handle(Guest& guest, const std::shared_ptr<Object>& owner, bpf::raw::Program program) {
  return handle_of<Program>(guest, owner, program);
}

void close_part(Guest& guest, std::uint64_t handle) {
  auto& things = state_of(guest).things;
  const auto thing = things.find({handle});
  if (const auto* map = dynamic_cast<const Map*>(thing.get())) map->number.close(guest.descriptors);
  if (const auto* program = dynamic_cast<const Program*>(thing.get())) program->number.close(guest.descriptors);
  static_cast<void>(things.close({handle}));
}

void forget_inner(Guest& guest, Object& owner, const bpf::raw::Map& map) {
  const auto known = owner.handles.find(map.inner());
  if (known == owner.handles.end()) return;
  close_part(guest, known->second);
  owner.handles.erase(known);
}

Result<Handle<Link>> add_link(Guest& guest, std::shared_ptr<Object> owner, Result<bpf::raw::Link> made) {
  WAGGLE_TRY(bpf::raw::Link link, std::move(made));
  return add(guest, std::make_shared<Link>(std::move(owner), std::move(link)));
}

}  // namespace waggle::abi::libbpf
