// Scatter and gather arrays of a guest: address and count of records {address, length}, whose
// fields are 4 bytes wide (WASI) or 8 (Linux). The array is copied, every range in it checked;
// the bytes stay in place for the system call.
#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <span>
#include <vector>

#include "waggle/abi/types.hh"

namespace waggle::abi {

// One record as it lies in the guest's memory.
template <class Word>
struct VectorRecord {
  Word address;
  Word length;
};

// To be filled.
template <class Word>
struct ReadVectors {
  std::vector<iovec> all;
  [[nodiscard]] std::span<const iovec> get() const { return all; }
};
// To be written out.
template <class Word>
struct WriteVectors {
  std::vector<iovec> all;
  [[nodiscard]] std::span<const iovec> get() const { return all; }
};

// Reads `count` records with fields of type Word. More than IOV_MAX: of WASI's (32 bits) the rest
// is left for the guest's next call, as a short read or write; for Linux' it is EINVAL.
template <class Word>
int load_vectors(Guest& guest, std::uint64_t address, std::uint64_t count, bool writable, std::vector<iovec>& out);
extern template int load_vectors<std::uint32_t>(Guest&, std::uint64_t, std::uint64_t, bool, std::vector<iovec>&);
extern template int load_vectors<std::uint64_t>(Guest&, std::uint64_t, std::uint64_t, bool, std::vector<iovec>&);

template <class Word>
struct Type<ReadVectors<Word>> : detail::Extent {
  static constexpr Kind kKind = Kind::bytes_out;
  static int load(Guest& guest, const vm::Slot* s, ReadVectors<Word>& out) {
    return load_vectors<Word>(guest, detail::u32(s[0]), detail::u32(s[1]), true, out.all);
  }
};

template <class Word>
struct Type<WriteVectors<Word>> : detail::Extent {
  static constexpr Kind kKind = Kind::bytes_in;
  static int load(Guest& guest, const vm::Slot* s, WriteVectors<Word>& out) {
    return load_vectors<Word>(guest, detail::u32(s[0]), detail::u32(s[1]), false, out.all);
  }
};

}  // namespace waggle::abi
