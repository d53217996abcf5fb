// Network addresses as people write them, as the bytes of a packet.
#pragma once

#include <optional>
#include <string_view>

#include "waggle/base/bytes.hh"

namespace waggle::event {

// nullopt where `text` is none.
std::optional<ByteVector> parse_ipv4(std::string_view text);  // "192.0.2.1"
std::optional<ByteVector> parse_ipv6(std::string_view text);  // RFC 4291: "2001:db8::1", "::ffff:192.0.2.1"
std::optional<ByteVector> parse_mac(std::string_view text);   // "02:00:5e:10:00:01"
std::optional<ByteVector> parse_hex(std::string_view text);   // "c0a80001", also behind 0x

}  // namespace waggle::event
