#include "waggle/loader/printed_formats.hh"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "waggle/base/strings.hh"
#include "waggle/bpf/code.hh"

namespace waggle::loader {
namespace {

// RFC 9669, and the numbers of helpers in <linux/bpf.h>.
constexpr std::uint8_t kLoad64 = 0x18;
constexpr std::uint8_t kCall = 0x85;
constexpr std::uint8_t kMapValue = 2;  // BPF_PSEUDO_MAP_VALUE: an address inside the only value of a map
constexpr std::int32_t kTracePrintk = 6;
constexpr std::int32_t kTraceVprintk = 177;

bool prints(const bpf::Instruction& instruction) {
  return instruction.code == kCall && instruction.source == 0 &&
         (instruction.immediate == kTracePrintk || instruction.immediate == kTraceVprintk);
}

// The descriptor of a map and the place in its value that register 1 holds before `call`; nullopt where that is not to
// be seen in the instructions right before.
std::optional<std::pair<std::int32_t, std::int32_t>> format_of(const std::vector<bpf::Instruction>& code,
                                                               std::size_t call) {
  for (std::size_t at = call; at-- > 0;) {
    const bpf::Instruction& one = code[at];
    const bool is_second_half = at > 0 && code[at - 1].code == kLoad64;
    if (is_second_half) continue;
    if (one.code == kLoad64 && one.destination == 1)
      return one.source == kMapValue ? std::optional(std::pair(one.immediate, code[at + 1].immediate)) : std::nullopt;
    const unsigned kind = one.code & 7U;
    constexpr unsigned kStores = 2, kStoresRegister = 3, kJumps = 5, kJumps32 = 6;
    if (kind == kJumps || kind == kJumps32) return std::nullopt;
    if (one.destination == 1 && kind != kStores && kind != kStoresRegister) return std::nullopt;
  }
  return std::nullopt;
}

ByteVector value_of(const bpf::Map& map) {
  ByteVector value(map.value_bytes());
  const std::uint32_t zero = 0;
  return map.lookup(std::as_bytes(std::span(&zero, 1)), value).ok() ? value : ByteVector();
}

// "" where the place is not inside a map of the object.
std::string text_at(bpf::Object& object, const bpf::Code& code, std::pair<std::int32_t, std::int32_t> place) {
  const auto name = code.maps.find(place.first);
  const bpf::Map* const map = name == code.maps.end() ? nullptr : object.map(name->second);
  const ByteVector value = map == nullptr ? ByteVector() : value_of(*map);
  if (place.second < 0 || static_cast<std::size_t>(place.second) >= value.size()) return {};
  const std::string_view rest = as_text(Bytes(value).subspan(static_cast<std::size_t>(place.second)));
  return std::string(rest.substr(0, rest.find('\0')));
}

// Behind the '%' at `at`: where the conversion ends. "%pI4" and its like have letters behind the 'p'.
std::size_t end_of_conversion(std::string_view format, std::size_t at) {
  std::size_t end = format.find_first_not_of("-+ #0123456789.*hlzjt", at + 1);
  if (end == format.npos) return format.size();
  const bool is_pointer = format[end++] == 'p';
  while (is_pointer && end < format.size() && std::isalnum(static_cast<unsigned char>(format[end])) != 0) ++end;
  return end;
}

std::vector<std::string> pattern_of(std::string_view format) {
  std::vector<std::string> pattern(1);
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] != '%') {
      pattern.back() += format[at++];
    } else if (format.substr(at).starts_with("%%")) {
      pattern.back() += '%';
      at += 2;
    } else {
      pattern.emplace_back();
      at = end_of_conversion(format, at);
    }
  }
  return pattern;
}

}  // namespace

PrintedFormats::PrintedFormats(const std::vector<std::string>& formats) : known_(true) {
  for (const std::string& format : formats)
    for (const std::string_view line : split(format, '\n'))
      if (!line.empty()) patterns_.push_back(pattern_of(line));
}

Result<PrintedFormats> PrintedFormats::of(Loaded& loaded) {
  std::set<std::string> formats;
  for (const bpf::Program& program : loaded.object.programs()) {
    if (program.fd() < 0) continue;
    WAGGLE_TRY(const bpf::Code code, bpf::code_of(loaded.object, program));
    for (std::size_t at = 0; at < code.instructions.size(); ++at) {
      if (!prints(code.instructions[at])) continue;
      const auto place = format_of(code.instructions, at);
      std::string format = place ? text_at(loaded.object, code, *place) : std::string();
      if (format.empty()) return PrintedFormats();
      formats.insert(std::move(format));
    }
  }
  return PrintedFormats(std::vector<std::string>(formats.begin(), formats.end()));
}

bool PrintedFormats::fits(std::string_view line) const {
  const auto matches = [line](const Pattern& pattern) {
    if (!line.starts_with(pattern.front())) return false;
    std::size_t at = pattern.front().size();
    for (const std::string& text : pattern) {
      if (&text == &pattern.front()) continue;
      const std::size_t found = line.find(text, at);
      if (found == line.npos) return false;
      at = found + text.size();
    }
    return pattern.size() > 1 || at == line.size();
  };
  return !known_ || std::ranges::any_of(patterns_, matches);
}

}  // namespace waggle::loader
