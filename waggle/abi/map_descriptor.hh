// A map in a guest's descriptor table.
#pragma once

#include <memory>
#include <utility>

#include "waggle/abi/guest.hh"
#include "waggle/abi/types.hh"
#include "waggle/bpf/map.hh"
#include "waggle/sys/descriptors.hh"

namespace waggle::abi {

class MapDescriptor final : public sys::Descriptor {
 public:
  // Keeps the map, as a descriptor of the kernel does.
  explicit MapDescriptor(std::shared_ptr<const bpf::Map> map)
      : kept_(std::move(map)), map_(kept_.get()), owner_(kept_) {}
  // Leaves it to its owner: when that is gone, the number is EBADF though it is still open.
  MapDescriptor(const std::shared_ptr<const void>& owner, const bpf::Map* map) : map_(map), owner_(owner) {}

  [[nodiscard]] int host_fd() const noexcept override {
    const bpf::Map* const open = map();
    return open ? open->fd() : -1;
  }
  // Null when the owner is gone. Good for as long as the owner is there: until the guest runs again.
  [[nodiscard]] const bpf::Map* map() const noexcept { return owner_.expired() ? nullptr : map_; }

 private:
  std::shared_ptr<const bpf::Map> kept_;
  const bpf::Map* map_;
  std::weak_ptr<const void> owner_;
};

// The map that a guest's number stands for, borrowed until the guest runs again; EBADF for what is not open, is no map,
// or whose owner is gone.
inline Result<const bpf::Map*> map_of(const Guest& guest, Fd fd) {
  WAGGLE_TRY(const auto* descriptor, guest.descriptors.borrow_as<MapDescriptor>(fd.number, EBADF));
  const bpf::Map* const map = descriptor->map();
  if (!map) return Error(EBADF);
  return map;
}

}  // namespace waggle::abi
