// Results of libbpf's functions as Results, with libbpf's own numbers: an errno, or one of its codes
// (LIBBPF_ERRNO__*, 4000 and above), which a guest's libbpf_strerror() knows.
#pragma once

#include <cerrno>
#include <cstdint>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf::raw {

// Of functions that answer 0 or -errno.
inline Result<void> status(int result) {
  if (result < 0) return Error(-result);
  return {};
}

// Of functions that answer a number or -errno.
inline Result<std::int32_t> number(int result) {
  if (result < 0) return Error(-result);
  return result;
}

// Of functions that answer a descriptor or -errno.
inline Result<UniqueFd> opened(int result) {
  if (result < 0) return Error(-result);
  return UniqueFd(result);
}

// Of functions that answer a pointer, or null and errno.
inline Error failure() { return Error(errno != 0 ? errno : EINVAL); }

}  // namespace waggle::bpf::raw
