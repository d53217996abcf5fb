// Error numbers: from the host's (Linux) to the guest libc's, and libbpf's way to report them.
#ifndef LIBBPF_WASM_ERROR_H
#define LIBBPF_WASM_ERROR_H

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

// The libc's number of a Linux error number (include/uapi/asm-generic/errno*.h, and ENOTSUPP of
// the kernel's own); EIO for one that this libc cannot say.
static inline int libbpf_wasm__errno(int linux_errno) {
  switch (linux_errno) {
    case 1: return EPERM;
    case 2: return ENOENT;
    case 3: return ESRCH;
    case 4: return EINTR;
    case 6: return ENXIO;
    case 7: return E2BIG;
    case 8: return ENOEXEC;
    case 9: return EBADF;
    case 11: return EAGAIN;
    case 12: return ENOMEM;
    case 13: return EACCES;
    case 14: return EFAULT;
    case 16: return EBUSY;
    case 17: return EEXIST;
    case 18: return EXDEV;
    case 19: return ENODEV;
    case 20: return ENOTDIR;
    case 21: return EISDIR;
    case 22: return EINVAL;
    case 23: return ENFILE;
    case 24: return EMFILE;
    case 28: return ENOSPC;
    case 30: return EROFS;
    case 33: return EDOM;
    case 34: return ERANGE;
    case 36: return ENAMETOOLONG;
    case 38: return ENOSYS;
    case 40: return ELOOP;
    case 75: return EOVERFLOW;
    case 77: return EBADF;  // EBADFD: a descriptor of another kind
    case 84: return EILSEQ;
    case 90: return EMSGSIZE;
    case 95: return EOPNOTSUPP;
    case 97: return EAFNOSUPPORT;
    case 98: return EADDRINUSE;
    case 100: return ENETDOWN;
    case 105: return ENOBUFS;
    case 110: return ETIMEDOUT;
    case 114: return EALREADY;
    case 115: return EINPROGRESS;
    case 116: return ESTALE;
    case 125: return ECANCELED;
    case 524: return EOPNOTSUPP;  // ENOTSUPP
    default: return EIO;
  }
}

// A result of this header: sets errno when it is an error.
static inline int libbpf_wasm__result(int result) {
  if (result < 0) errno = -result;
  return result;
}

// A result of an import.
static inline int libbpf_wasm__host_result(int result) {
  return result < 0 ? libbpf_wasm__result(-libbpf_wasm__errno(-result)) : result;
}

static inline int libbpf_err_errno(int result) { return result < 0 ? -errno : result; }

// -errno of the call that returned this pointer, 0 if it is not NULL.
static inline long libbpf_get_error(const void* pointer) { return pointer ? 0 : -errno; }

// The words for a positive or negative error number; ERANGE if they had to be cut.
static inline int libbpf_strerror(int err, char* buffer, size_t size) {
  int length = snprintf(buffer, size, "%s", strerror(err < 0 ? -err : err));
  return length >= 0 && (size_t)length < size ? 0 : libbpf_wasm__result(-ERANGE);
}

#endif
