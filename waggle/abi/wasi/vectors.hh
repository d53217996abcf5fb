// Scatter and gather arrays as a WASI guest passes them: address and count of Iovecs. The array
// is copied, every range in it checked; the bytes stay in place for the system call. Beyond
// IOV_MAX the rest is left for the guest's next call, as a short read or write.
#pragma once

#include <sys/uio.h>
#include <climits>

#include <vector>

#include "waggle/abi/types.hh"
#include "waggle/sys/file.hh"

namespace waggle::abi {
namespace wasi {

// To be filled.
struct ReadVectors {
  std::vector<iovec> all;
  [[nodiscard]] sys::IoVecs get() const { return all; }
};
// To be written out.
struct WriteVectors {
  std::vector<iovec> all;
  [[nodiscard]] sys::IoVecs get() const { return all; }
};

int load_vectors(Guest& guest, std::uint32_t address, std::uint32_t count, bool writable, std::vector<iovec>& out);

}  // namespace wasi

template <>
struct Type<wasi::ReadVectors> : detail::Extent {
  static constexpr Kind kKind = Kind::bytes_out;
  static int load(Guest& guest, const vm::Slot* s, wasi::ReadVectors& out) {
    return wasi::load_vectors(guest, detail::u32(s[0]), detail::u32(s[1]), true, out.all);
  }
};

template <>
struct Type<wasi::WriteVectors> : detail::Extent {
  static constexpr Kind kKind = Kind::bytes_in;
  static int load(Guest& guest, const vm::Slot* s, wasi::WriteVectors& out) {
    return wasi::load_vectors(guest, detail::u32(s[0]), detail::u32(s[1]), false, out.all);
  }
};

}  // namespace waggle::abi
