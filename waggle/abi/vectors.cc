#include "waggle/abi/vectors.hh"

#include <algorithm>
#include <climits>

namespace waggle::abi {
namespace {

int load_vector(Guest& guest, std::uint64_t address, std::uint64_t length, bool writable, iovec& out) {
  if (writable) {
    MutableBytes bytes;
    const int error = detail::take(guest.writable(address, length), bytes);
    out = {.iov_base = bytes.data(), .iov_len = bytes.size()};
    return error;
  }
  Bytes bytes;
  const int error = detail::take(guest.readable(address, length), bytes);
  // writev(2) takes the same structure as readv(2), but does not write to it.
  out = {.iov_base = const_cast<std::byte*>(bytes.data()), .iov_len = bytes.size()};
  return error;
}

}  // namespace

template <class Word>
int load_vectors(Guest& guest, std::uint64_t address, std::uint64_t count, bool writable, std::vector<iovec>& out) {
  if (count > IOV_MAX && sizeof(Word) == sizeof(std::uint64_t)) return EINVAL;
  Bytes array;
  if (const int error = detail::take(guest.readable(address, count * sizeof(VectorRecord<Word>)), array)) return error;
  out.resize(std::min<std::uint64_t>(count, IOV_MAX));
  for (std::size_t i = 0; i < out.size(); ++i) {
    VectorRecord<Word> record;
    std::memcpy(&record, array.data() + i * sizeof record, sizeof record);
    if (const int error = load_vector(guest, record.address, record.length, writable, out[i])) return error;
  }
  return 0;
}

template int load_vectors<std::uint32_t>(Guest&, std::uint64_t, std::uint64_t, bool, std::vector<iovec>&);
template int load_vectors<std::uint64_t>(Guest&, std::uint64_t, std::uint64_t, bool, std::vector<iovec>&);

}  // namespace waggle::abi
