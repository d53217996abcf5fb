// A map in a guest's descriptor table.
#pragma once

#include <memory>
#include <utility>

#include "waggle/bpf/map.hh"
#include "waggle/sys/descriptor.hh"

namespace waggle::abi {

class MapDescriptor final : public sys::Descriptor {
 public:
  // Keeps the map, as a descriptor of the kernel does.
  explicit MapDescriptor(std::shared_ptr<const bpf::Map> map) : kept_(std::move(map)), map_(kept_) {}
  // Leaves it to its owner: when that is gone, the number is EBADF though it is still open.
  explicit MapDescriptor(std::weak_ptr<const bpf::Map> map) : map_(std::move(map)) {}

  [[nodiscard]] int host_fd() const noexcept override {
    const auto map = map_.lock();
    return map ? map->fd() : -1;
  }
  // Null when the owner is gone.
  [[nodiscard]] std::shared_ptr<const bpf::Map> map() const { return map_.lock(); }

 private:
  std::shared_ptr<const bpf::Map> kept_;
  std::weak_ptr<const bpf::Map> map_;
};

}  // namespace waggle::abi
