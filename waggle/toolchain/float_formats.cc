#include "waggle/toolchain/float_formats.hh"

#include <algorithm>
#include <string_view>

namespace waggle::toolchain {
namespace {

constexpr std::string_view kBeforeConversion = " #+-0'I123456789.*$hlLqjzt";
constexpr std::string_view kFloats = "aAeEfFgG";
constexpr std::string_view kOthers = "diouxXcCsSpnm%";

// printf prints nothing of a format that has a conversion it does not know: what counts is what follows the last one.
bool is_float_format(std::string_view text) {
  bool floats = false;
  for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 1)) {
    at = text.find_first_not_of(kBeforeConversion, at + 1);
    if (at == text.npos) return false;
    if (kFloats.find(text[at]) != kFloats.npos) floats = true;
    else if (kOthers.find(text[at]) == kOthers.npos) floats = false;
  }
  return floats;
}

}  // namespace

bool has_float_format(Bytes data) {
  const std::string_view text = as_text(data);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\0', begin), text.size());
    if (is_float_format(text.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace waggle::toolchain
