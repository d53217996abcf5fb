// Base64 (RFC 4648, section 4) and zlib streams (RFC 1950): how JSON carries an object.
#pragma once

#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::package {

// Line breaks and blanks are passed over. EINVAL with the place of the first wrong character.
Result<ByteVector> decode_base64(std::string_view text);
// In one line, padded.
std::string encode_base64(Bytes bytes);
// EINVAL with a sentence for a damaged or torn stream; EFBIG where more than `most` bytes would come out.
Result<ByteVector> inflate(Bytes compressed, std::size_t most);
// As small as it gets: what is packed once is read often. At most 4 GiB.
Result<ByteVector> deflate(Bytes bytes);

}  // namespace waggle::package
