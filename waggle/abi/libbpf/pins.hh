// Where a guest may pin.
#pragma once

#include <string>

#include "waggle/abi/libbpf/libbpf.hh"
#include "waggle/bpf/raw/create.hh"

namespace waggle::abi::libbpf {

// EPERM without the grant `pin`, and for a path that is not in a bpf file system.
inline Result<void> may_pin(Guest& guest, const std::string& path) {
  WAGGLE_CHECK(guest.policy.check(policy::Grant::pin));
  return bpf::raw::check_pin_path(path);
}

}  // namespace waggle::abi::libbpf
