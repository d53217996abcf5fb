// Links of objects' programs.
#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/abi/libbpf/pins.hh"

namespace waggle::abi::libbpf {

Result<void> destroy_link(Guest& guest, Handle<Link> link) {
  WAGGLE_TRY(const auto found, find(guest, link));
  found->number.close(guest.descriptors);
  WAGGLE_CHECK(state_of(guest).things.close({link.id}));
  return std::move(found->raw).destroy();
}

Result<void> detach_link(Guest& guest, Handle<Link> link) {
  WAGGLE_TRY(const auto found, find(guest, link));
  return found->raw.detach();
}

Result<void> disconnect_link(Guest& guest, Handle<Link> link) {
  WAGGLE_TRY(const auto found, find(guest, link));
  found->raw.disconnect();
  return {};
}

Result<void> update_link_program(Guest& guest, Handle<Link> link, Handle<Program> program) {
  WAGGLE_TRY(const auto found, find(guest, link));
  WAGGLE_TRY(const auto other, find(guest, program));
  return found->raw.update(other->raw);
}

Result<void> update_link_map(Guest& guest, Handle<Link> link, Handle<Map> map) {
  WAGGLE_TRY(const auto found, find(guest, link));
  WAGGLE_TRY(const auto other, find_real(guest, map));
  // libbpf takes any link for one of a struct_ops here.
  if (!found->of_struct_ops) return Error(EINVAL);
  WAGGLE_CHECK(found->raw.update(other->raw));
  found->other = other->owner;
  return {};
}

Result<Fd> link_fd(Guest& guest, Handle<Link> link) {
  WAGGLE_TRY(const auto found, find(guest, link));
  WAGGLE_TRY(const int number,
             found->number.get(guest.descriptors, [&] { return duplicate(found->raw.fd()); }, kLowest));
  return Fd{number};
}

Result<Handle<Link>> open_link(Guest& guest, Str path) {
  WAGGLE_CHECK(may_pin(guest, path.text));
  return add_link(guest, nullptr, bpf::raw::Link::open(path.text.c_str()));
}

Result<void> pin_link(Guest& guest, Handle<Link> link, Str path) {
  WAGGLE_TRY(const auto found, find(guest, link));
  WAGGLE_CHECK(may_pin(guest, path.text));
  return found->raw.pin(path.text.c_str());
}

Result<void> unpin_link(Guest& guest, Handle<Link> link) {
  WAGGLE_TRY(const auto found, find(guest, link));
  return found->raw.unpin();
}

Size link_pin_path(Guest& guest, Handle<Link> link, Out text) {
  WAGGLE_TRY(const auto found, find(guest, link));
  return give_text(text, found->raw.pin_path());
}

}  // namespace waggle::abi::libbpf
