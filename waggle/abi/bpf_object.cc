#include "waggle/abi/bpf_object.hh"

#include <algorithm>

namespace waggle::abi {

Result<Buffer*> BpfObject::buffer(const bpf::Map& map) {
  if (std::ranges::none_of(object_.maps(), [&](const bpf::Map& one) { return &one == &map; })) return Error(EBADF);
  auto& known = buffers_[&map];
  if (!known) {
    WAGGLE_TRY(known, Buffer::open(map));
  }
  return known.get();
}

}  // namespace waggle::abi
