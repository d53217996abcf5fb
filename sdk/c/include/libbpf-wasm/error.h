// Error numbers: from the host's (Linux) to the guest libc's, and libbpf's way to report them.
#ifndef LIBBPF_WASM_ERROR_H
#define LIBBPF_WASM_ERROR_H

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

// The libc's number of a Linux error number (include/uapi/asm-generic/errno*.h, and ENOTSUPP of
// the kernel's own; 77, EBADFD, is a descriptor of another kind); EIO for one that this libc cannot say.
static inline int libbpf_wasm__errno(int linux_errno) {
  static const unsigned char kNumbers[][2] = {
      {1, EPERM},     {2, ENOENT},        {3, ESRCH},       {4, EINTR},         {6, ENXIO},       {7, E2BIG},
      {8, ENOEXEC},   {9, EBADF},         {11, EAGAIN},     {12, ENOMEM},       {13, EACCES},     {14, EFAULT},
      {16, EBUSY},    {17, EEXIST},       {18, EXDEV},      {19, ENODEV},       {20, ENOTDIR},    {21, EISDIR},
      {22, EINVAL},   {23, ENFILE},       {24, EMFILE},     {28, ENOSPC},       {30, EROFS},      {33, EDOM},
      {34, ERANGE},   {36, ENAMETOOLONG}, {38, ENOSYS},     {40, ELOOP},        {75, EOVERFLOW},  {77, EBADF},
      {84, EILSEQ},   {90, EMSGSIZE},     {95, EOPNOTSUPP}, {97, EAFNOSUPPORT}, {98, EADDRINUSE}, {100, ENETDOWN},
      {105, ENOBUFS}, {110, ETIMEDOUT},   {114, EALREADY},  {115, EINPROGRESS}, {116, ESTALE},    {125, ECANCELED}};
  if (linux_errno == 524) return EOPNOTSUPP;  // ENOTSUPP
  for (size_t i = 0; i < sizeof(kNumbers) / sizeof(kNumbers[0]); i++)
    if (kNumbers[i][0] == linux_errno) return kNumbers[i][1];
  return EIO;
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
