#include "waggle/abi/bpf_object.hh"

namespace waggle::abi {

Result<Buffer*> BpfObject::buffer(const bpf::Map& map) {
  auto& known = buffers_[&map];
  if (!known) {
    WAGGLE_TRY(known, Buffer::open(map));
  }
  return known.get();
}

}  // namespace waggle::abi
