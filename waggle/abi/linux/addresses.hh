// Socket addresses between a guest and the host: copied, held against the grant of their family,
// and, for Unix sockets, led to the guest's roots. A path of the host is told to no guest.
#pragma once

#include <functional>

#include "waggle/abi/guest.hh"
#include "waggle/base/bytes.hh"
#include "waggle/sys/sockets.hh"

namespace waggle::abi::linux {

// EPERM where the family is not granted, EAFNOSUPPORT for families that no grant is for.
Result<void> may_use_family(Guest& guest, int family);

// Calls `use` with the host's address for one of the guest, which is valid during the call.
using UseAddress = std::function<Result<void>(Bytes address)>;
Result<void> with_address(Guest& guest, Bytes address, const UseAddress& use);

// As bind(2).
Result<void> bind_to(Guest& guest, const sys::File& socket, Bytes address);

// An address as the guest may see it.
ByteVector visible(ByteVector address);

}  // namespace waggle::abi::linux
