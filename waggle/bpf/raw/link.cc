#include "waggle/bpf/raw/link.hh"

#include <bpf/libbpf.h>

#include "waggle/bpf/raw/map.hh"
#include "waggle/bpf/raw/program.hh"
#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {

void destroy_link(bpf_link* link) { ::bpf_link__destroy(link); }

Result<Link> Link::take(bpf_link* link) {
  if (link == nullptr) return failure();
  return Link(link);
}

Result<Link> Link::open(const char* path) { return take(::bpf_link__open(path)); }

Result<int> Link::fd() const { return number(::bpf_link__fd(raw_.get())); }
Result<void> Link::detach() const { return status(::bpf_link__detach(raw_.get())); }
void Link::disconnect() const { ::bpf_link__disconnect(raw_.get()); }

Result<void> Link::update(const Program& program) const {
  return status(::bpf_link__update_program(raw_.get(), program.raw()));
}

Result<void> Link::update(const Map& map) const { return status(::bpf_link__update_map(raw_.get(), map.raw())); }
Result<void> Link::pin(const char* path) const { return status(::bpf_link__pin(raw_.get(), path)); }
Result<void> Link::unpin() const { return status(::bpf_link__unpin(raw_.get())); }

std::string_view Link::pin_path() const {
  const char* const path = ::bpf_link__pin_path(raw_.get());
  return path == nullptr ? std::string_view() : path;
}

Result<void> Link::destroy() && { return status(::bpf_link__destroy(raw_.release())); }

}  // namespace waggle::bpf::raw
