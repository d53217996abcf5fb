#include "waggle/abi/wasi/errno.hh"

#include <algorithm>
#include <array>
#include <cerrno>

namespace waggle::abi::wasi {
namespace {

constexpr std::uint16_t kIo = 29;

// In the order of WASI's numbers, from 1 (typenames.witx); 0 where Linux has no such error.
constexpr std::array kErrors{
    E2BIG,       EACCES,       EADDRINUSE,      EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN,       EALREADY,
    EBADF,       EBADMSG,      EBUSY,           ECANCELED,     ECHILD,       ECONNABORTED, ECONNREFUSED,
    ECONNRESET,  EDEADLK,      EDESTADDRREQ,    EDOM,          EDQUOT,       EEXIST,       EFAULT,
    EFBIG,       EHOSTUNREACH, EIDRM,           EILSEQ,        EINPROGRESS,  EINTR,        EINVAL,
    EIO,         EISCONN,      EISDIR,          ELOOP,         EMFILE,       EMLINK,       EMSGSIZE,
    EMULTIHOP,   ENAMETOOLONG, ENETDOWN,        ENETRESET,     ENETUNREACH,  ENFILE,       ENOBUFS,
    ENODEV,      ENOENT,       ENOEXEC,         ENOLCK,        ENOLINK,      ENOMEM,       ENOMSG,
    ENOPROTOOPT, ENOSPC,       ENOSYS,          ENOTCONN,      ENOTDIR,      ENOTEMPTY,    ENOTRECOVERABLE,
    ENOTSOCK,    ENOTSUP,      ENOTTY,          ENXIO,         EOVERFLOW,    EOWNERDEAD,   EPERM,
    EPIPE,       EPROTO,       EPROTONOSUPPORT, EPROTOTYPE,    ERANGE,       EROFS,        ESPIPE,
    ESRCH,       ESTALE,       ETIMEDOUT,       ETXTBSY,       EXDEV};
static_assert(kErrors.size() == 75 && kErrors[kIo - 1] == EIO && kErrors[74] == EXDEV);

}  // namespace

std::uint16_t to_wasi(int error) {
  if (error == 0) return 0;
  const auto* const found = std::ranges::find(kErrors, error);
  return found == kErrors.end() ? kIo : static_cast<std::uint16_t>(found - kErrors.begin() + 1);
}

}  // namespace waggle::abi::wasi
