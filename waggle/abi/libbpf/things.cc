#include "waggle/abi/libbpf/things.hh"

namespace waggle::abi::libbpf {

State& state_of(Guest& guest) {
  if (!guest.libbpf) guest.libbpf = std::make_shared<State>();
  return *guest.libbpf;
}

Result<Handle<Link>> add_link(Guest& guest, std::shared_ptr<Object> owner, Result<bpf::raw::Link> made) {
  WAGGLE_TRY(bpf::raw::Link link, std::move(made));
  return add(guest, std::make_shared<Link>(std::move(owner), std::move(link)));
}

LogScope::LogScope(Guest& guest)
    : lines_([&printed = state_of(guest).printed](bpf::LibbpfLevel level, std::string_view text) {
        printed.add(level, text);
      }),
      log_(state_of(guest).printed.wanted().value_or(bpf::LibbpfLevel::warning), lines_) {}

}  // namespace waggle::abi::libbpf
