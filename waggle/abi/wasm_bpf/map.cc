// Finding maps and operating on their elements.
#include "waggle/abi/elements.hh"
#include "waggle/abi/map_descriptor.hh"
#include "waggle/abi/wasm_bpf/wasm_bpf.hh"
#include "waggle/sys/descriptors.hh"

namespace waggle::abi::wasm_bpf {
namespace {

// The commands of the frozen ABI: the first four of the kernel's bpf_cmd.
enum Command : std::int32_t { kLookup = 1, kUpdate = 2, kDelete = 3, kNextKey = 4 };

Result<void> operate(Guest& guest, std::int32_t command, const Element& element, std::uint64_t next) {
  switch (command) {
    case kLookup: return lookup_element(guest, element);
    case kUpdate: return update_element(guest, element);
    // The kernel's command takes no flags here, and older guests leave anything in them.
    case kDelete: return delete_element(guest, {element.map, element.key, 0, 0});
    case kNextKey: return next_key(guest, element.map, element.key, next);
    default: return Error(EINVAL);
  }
}

}  // namespace

Result<Fd> map_fd_by_name(Guest& guest, Object object, Str name) {
  const auto owner = guest.objects.find(object);
  if (!owner) return Error(EINVAL);
  const bpf::Map* map = owner->object().map(name.text);
  if (!map) return Error(EINVAL);  // what libbpf's bpf_object__find_map_fd_by_name answered
  WAGGLE_TRY(const int number, owner->numbers()[map].get(guest.descriptors, [&]() -> Result<sys::DescriptorRef> {
    // Closing the object detaches its programs, whatever numbers are still open.
    return std::make_shared<MapDescriptor>(owner, map);
  }));
  return Fd{number};
}

Result<std::int32_t> map_operate(Guest& guest, Fd map, std::int32_t command, GuestPtr key, GuestPtr value,
                                 GuestPtr next, std::uint64_t flags) {
  return map_operate_64(guest, map, command, {key.address}, {value.address}, {next.address}, flags);
}

Result<std::int32_t> map_operate_64(Guest& guest, Fd map, std::int32_t command, GuestPtr64 key, GuestPtr64 value,
                                    GuestPtr64 next, std::uint64_t flags) {
  WAGGLE_TRY(const auto* found, map_of(guest, map));
  WAGGLE_CHECK(operate(guest, command, {*found, key.address, value.address, flags}, next.address));
  return 0;
}

}  // namespace waggle::abi::wasm_bpf
