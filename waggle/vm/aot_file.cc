#include "waggle/vm/aot_file.hh"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "waggle/base/sha256.hh"
#include "waggle/vm/engine.hh"

namespace waggle::vm {
namespace {

//   0       8                40            72
//   | magic | fingerprint #  | code's #    | code ...
constexpr std::size_t kFingerprintAt = 8, kHashAt = 40, kCodeAt = 72;

bool equal(Bytes a, const Sha256& b) { return std::ranges::equal(a, b); }

}  // namespace

ByteVector pack_aot(Bytes code) {
  ByteVector file(kCodeAt);
  std::ranges::copy(as_bytes(kAotMagic), file.begin());
  std::ranges::copy(sha256(as_bytes(Engine::fingerprint())), file.begin() + kFingerprintAt);
  std::ranges::copy(sha256(code), file.begin() + kHashAt);
  file.insert(file.end(), code.begin(), code.end());
  return file;
}

Result<Bytes> unpack_aot(Bytes file) {
  if (file.size() < kCodeAt || !as_text(file).starts_with(kAotMagic)) return Error(EINVAL, "not a compiled module");
  if (!equal(file.subspan(kFingerprintAt, 32), sha256(as_bytes(Engine::fingerprint()))))
    return Error(ESTALE, "compiled for another version of waggle; compile it again");
  const Bytes code = file.subspan(kCodeAt);
  if (!equal(file.subspan(kHashAt, 32), sha256(code)))
    return Error(EINVAL, "damaged: its content does not match its hash");
  return code;
}

Result<void> check_trusted(int fd) {
  struct stat st{};
  if (::fstat(fd, &st) != 0) return errno_error("fstat");
  if (!S_ISREG(st.st_mode))
    return Error(EPERM,
                 "compiled modules are native code and are taken from regular files only; pass the .wasm instead");
  if (st.st_uid != 0 && st.st_uid != ::geteuid())
    return Error(EPERM, "it is native code that belongs to another user (uid " + std::to_string(st.st_uid) +
                            "); take ownership with chown, or run the .wasm it was made from");
  if (st.st_mode & (S_IWGRP | S_IWOTH))
    return Error(EPERM,
                 "it is native code that others may write; run `chmod go-w` on it, or run the .wasm it was made from");
  return {};
}

}  // namespace waggle::vm
