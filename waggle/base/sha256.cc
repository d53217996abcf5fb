// The low-level functions, deprecated in favour of EVP since OpenSSL 3: EVP would link all
// of libcrypto's providers into a runtime that needs one hash.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "waggle/base/sha256.hh"

#include <openssl/sha.h>

namespace waggle {

Sha256 sha256(Bytes bytes) {
  Sha256 digest;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()), &context);
  return digest;
}

std::string hex(Bytes bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::byte b : bytes) {
    text += kDigits[std::to_integer<unsigned>(b >> 4)];
    text += kDigits[std::to_integer<unsigned>(b & std::byte{15})];
  }
  return text;
}

}  // namespace waggle
