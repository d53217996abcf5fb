// What a guest's object handle stands for: a loaded object with the buffers it polls and the
// descriptor numbers its maps have been given.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "waggle/abi/budget.hh"
#include "waggle/abi/buffer.hh"
#include "waggle/abi/own_number.hh"
#include "waggle/bpf/object.hh"

namespace waggle::abi {

class BpfObject {
 public:
  BpfObject(bpf::Object object, Charge bytes) : bytes_(std::move(bytes)), object_(std::move(object)) {}

  [[nodiscard]] bpf::Object& object() { return object_; }
  // Opened at first use; lives as long as the object. EBADF for a map of another object.
  Result<Buffer*> buffer(const bpf::Map& map);

  // The guest's number of each map that was asked for.
  std::map<const bpf::Map*, OwnNumber>& numbers() { return numbers_; }

 private:
  Charge bytes_;
  bpf::Object object_;
  std::map<const bpf::Map*, std::unique_ptr<Buffer>> buffers_;  // before the object, which they read, is gone
  std::map<const bpf::Map*, OwnNumber> numbers_;
};

}  // namespace waggle::abi
