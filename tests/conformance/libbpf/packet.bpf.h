// Whether an Ethernet frame is a UDP packet of `work send`: an IPv4 header of 20 bytes, a UDP header, and its text.
#pragma once

static __always_inline int is_payload(const char* data, const char* end) {
  const char* text = data + 14 + 20 + 8;
  return text + 7 <= end && data[23] == 17 && !__builtin_memcmp(text, "payload", 7);
}
