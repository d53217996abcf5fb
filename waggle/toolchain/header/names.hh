// Names that a language keeps for itself.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace waggle::toolchain {

// The name, with an underscore behind it where it is one of `keywords`.
inline std::string unreserved(std::string_view name, std::span<const std::string_view> keywords) {
  const bool reserved = std::ranges::find(keywords, name) != keywords.end();
  return std::string(name) + (reserved ? "_" : "");
}

}  // namespace waggle::toolchain
