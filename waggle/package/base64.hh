// Base64 (RFC 4648, section 4) and zlib streams (RFC 1950): how JSON carries an object.
#pragma once

#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::package {

// Line breaks and blanks are passed over. EINVAL with the place of the first wrong character.
Result<ByteVector> decode_base64(std::string_view text);
// EINVAL with a sentence for a damaged or torn stream; EFBIG where more than `most` bytes would come out.
Result<ByteVector> inflate(Bytes compressed, std::size_t most);

}  // namespace waggle::package
