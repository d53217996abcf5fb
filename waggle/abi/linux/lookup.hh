// What the functions of the module look up: the place that a path means, and numbers for what was
// made in pairs.
#pragma once

#include <string>

#include "waggle/abi/linux/linux.hh"
#include "waggle/abi/lookup.hh"
#include "waggle/sys/roots.hh"

namespace waggle::abi::linux {

// The tree and the path in it. Absolute paths are looked up in the guest's roots; relative ones
// start from the directory, or for AT_FDCWD from the root named ".", else from "/". ENOENT for the
// empty path and for what is in no root, EBADF and ENOTDIR for the descriptor.
Result<sys::Roots::Place> place_of(Guest& guest, Fd directory, const std::string& path);

// Two new numbers, the lower one for `first`; if there is no room for both, none.
Result<void> insert_pair(Guest& guest, sys::DescriptorRef first, sys::DescriptorRef second, Give<Pair> numbers);

}  // namespace waggle::abi::linux
