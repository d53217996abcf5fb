// What a guest's object handle stands for: a loaded object with the buffers it polls and the
// descriptor numbers its maps have been given.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "waggle/abi/budget.hh"
#include "waggle/abi/buffer.hh"
#include "waggle/bpf/object.hh"
#include "waggle/sys/descriptors.hh"

namespace waggle::abi {

class BpfObject {
 public:
  BpfObject(bpf::Object object, Charge bytes) : bytes_(std::move(bytes)), object_(std::move(object)) {}

  [[nodiscard]] bpf::Object& object() { return object_; }
  // Opened at first use; lives as long as the object.
  Result<Buffer*> buffer(const bpf::Map& map);

  // The guest's number of each map that was asked for.
  std::map<const bpf::Map*, int>& numbers() { return numbers_; }

 private:
  Charge bytes_;
  bpf::Object object_;
  std::map<const bpf::Map*, std::unique_ptr<Buffer>> buffers_;  // before the object, which they read, is gone
  std::map<const bpf::Map*, int> numbers_;
};

// A map in the guest's descriptor table. It does not keep the object alive: closing the object
// detaches its programs, whatever numbers are still open; those are then EBADF.
class MapDescriptor final : public sys::Descriptor {
 public:
  MapDescriptor(std::weak_ptr<BpfObject> object, const bpf::Map& map) : object_(std::move(object)), map_(&map) {}

  [[nodiscard]] int host_fd() const noexcept override { return object_.expired() ? -1 : map_->fd(); }
  // Null when the object was closed; else valid while `owner` is held.
  [[nodiscard]] const bpf::Map* map(std::shared_ptr<BpfObject>& owner) const {
    owner = object_.lock();
    return owner ? map_ : nullptr;
  }

 private:
  std::weak_ptr<BpfObject> object_;
  const bpf::Map* map_;
};

}  // namespace waggle::abi
