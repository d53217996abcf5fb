#include "waggle/abi/wasi/vectors.hh"

#include <algorithm>

#include "waggle/abi/wasi/records.hh"

namespace waggle::abi::wasi {
namespace {

int load_vector(Guest& guest, const Iovec& vector, bool writable, iovec& out) {
  if (writable) {
    MutableBytes bytes;
    const int error = detail::writable(guest, vector.address, vector.length, bytes);
    out = {.iov_base = bytes.data(), .iov_len = bytes.size()};
    return error;
  }
  Bytes bytes;
  const int error = detail::readable(guest, vector.address, vector.length, bytes);
  // writev(2) takes the same structure as readv(2), but does not write to it.
  out = {.iov_base = const_cast<std::byte*>(bytes.data()), .iov_len = bytes.size()};
  return error;
}

}  // namespace

int load_vectors(Guest& guest, std::uint32_t address, std::uint32_t count, bool writable, std::vector<iovec>& out) {
  Bytes array;
  if (const int error = detail::readable(guest, address, std::uint64_t{count} * sizeof(Iovec), array)) return error;
  out.resize(std::min<std::uint32_t>(count, IOV_MAX));
  for (std::size_t i = 0; i < out.size(); ++i) {
    Iovec vector;
    std::memcpy(&vector, array.data() + i * sizeof vector, sizeof vector);
    if (const int error = load_vector(guest, vector, writable, out[i])) return error;
  }
  return 0;
}

}  // namespace waggle::abi::wasi
