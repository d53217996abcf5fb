// A link as libbpf has it: one attached program. It owns the attachment; dropping it detaches, unless
// it was pinned or disconnected.
#pragma once

#include <string_view>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/result.hh"

struct bpf_link;

namespace waggle::bpf::raw {

class Map;
class Program;

// bpf_link__destroy, without libbpf's header for everyone who includes this.
void destroy_link(bpf_link* link);

class [[nodiscard("dropping a Link detaches it")]] Link {
 public:
  // Takes what a function of libbpf's returned; null is the error in errno.
  static Result<Link> take(bpf_link* link);
  // A pinned one. Dropping it leaves the pin.
  static Result<Link> open(const char* path);

  // The host's descriptor; EBADF-like errors where the attachment has none.
  [[nodiscard]] Result<int> fd() const;
  [[nodiscard]] Result<void> detach() const;
  // The attachment stays when this is dropped.
  void disconnect() const;
  [[nodiscard]] Result<void> update(const Program& program) const;
  [[nodiscard]] Result<void> update(const Map& map) const;
  [[nodiscard]] Result<void> pin(const char* path) const;
  [[nodiscard]] Result<void> unpin() const;
  // "" where it is not pinned.
  [[nodiscard]] std::string_view pin_path() const;
  // Detaches and says whether that went well.
  Result<void> destroy() &&;

 private:
  explicit Link(bpf_link* raw) : raw_(raw) {}
  CPtr<bpf_link, destroy_link> raw_;
};

}  // namespace waggle::bpf::raw
