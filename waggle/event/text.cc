#include "waggle/event/text.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstring>

#include "waggle/event/overloaded.hh"
#include "waggle/event/utf8.hh"

namespace waggle::event {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kMissing = "-";
constexpr std::array<std::string_view, 4> kUnits{"ns", "us", "ms", "s"};

// "1.5ms": in the largest unit that leaves something before the point, cut to three digits behind it.
void append_duration(std::string& out, std::uint64_t number, std::size_t unit) {
  std::uint64_t divisor = 1;
  while (unit + 1 < kUnits.size() && number / divisor >= 1000) divisor *= 1000, ++unit;
  append_number(out, number / divisor);
  if (divisor > 1) {
    const std::uint64_t thousandths = number % divisor / (divisor / 1000);
    std::array<char, 4> digits{'.', static_cast<char>('0' + thousandths / 100),
                               static_cast<char>('0' + thousandths / 10 % 10),
                               static_cast<char>('0' + thousandths % 10)};
    std::string_view fraction(digits.data(), digits.size());
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    if (fraction.size() > 1) out += fraction;
  }
  out += kUnits[unit];
}

// False where no error has this number.
bool append_error_name(std::string& out, std::uint64_t number) {
  const char* name = number <= 4095 ? ::strerrorname_np(static_cast<int>(number)) : nullptr;
  if (number == 0 || name == nullptr) return false;
  out += name;
  return true;
}

bool append_signal_name(std::string& out, std::uint64_t number) {
  const char* name = number < 64 ? ::sigabbrev_np(static_cast<int>(number)) : nullptr;
  if (name == nullptr) return false;
  out.append("SIG").append(name);
  return true;
}

void append_ipv6(std::string& out, Bytes bytes) {
  std::array<std::uint16_t, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i)
    groups[i] = static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[2 * i]) << 8 |
                                           std::to_integer<unsigned>(bytes[2 * i + 1]));
  // The first of the longest runs of two or more zeroes becomes "::".
  std::size_t longest = 0, run_at = 8;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t length = 0;
    while (i + length < 8 && groups[i + length] == 0) ++length;
    if (length > longest && length >= 2) longest = length, run_at = i;
  }
  std::array<char, 4> digits;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == run_at) {
      out += "::";
      i += longest - 1;
      continue;
    }
    if (i != 0 && i != run_at + longest) out += ':';
    out.append(digits.begin(), std::to_chars(digits.begin(), digits.end(), groups[i], 16).ptr);
  }
}

// A value's bytes as they stand in the event.
Bytes as_it_stands(const std::uint64_t& value, std::uint32_t size) {
  return std::as_bytes(std::span(&value, 1)).first(std::min<std::size_t>(size, sizeof value));
}

}  // namespace

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  out.append(digits.begin(), std::to_chars(digits.begin(), digits.end(), number).ptr);
}

void append_number(std::string& out, double number) {
  std::array<char, 32> digits;
  out.append(digits.begin(), std::to_chars(digits.begin(), digits.end(), number).ptr);
}

void append_hexadecimal(std::string& out, std::uint64_t number) {
  std::array<char, 16> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), number, 16).ptr;
  out.append("0x").append(digits.begin(), end);
}

void append_hex(std::string& out, Bytes bytes) {
  for (const std::byte b : bytes) {
    out += kHexDigits[std::to_integer<std::size_t>(b >> 4)];
    out += kHexDigits[std::to_integer<std::size_t>(b & std::byte{15})];
  }
}

bool append_address(std::string& out, Meaning meaning, Bytes bytes) {
  if (meaning == Meaning::ipv4 && bytes.size() == 4) {
    for (std::size_t i = 0; i < 4; ++i) {
      if (i != 0) out += '.';
      append_number(out, std::to_integer<std::uint64_t>(bytes[i]));
    }
    return true;
  }
  if (meaning == Meaning::ipv6 && bytes.size() == 16) return append_ipv6(out, bytes), true;
  if (meaning == Meaning::mac && bytes.size() == 6) {
    for (std::size_t i = 0; i < 6; ++i) {
      if (i != 0) out += ':';
      append_hex(out, bytes.subspan(i, 1));
    }
    return true;
  }
  return false;
}

void append_escaped(std::string& out, std::string_view text) {
  for (;;) {
    const std::size_t plain = plain_length(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    if (character == "\\") out += "\\\\";
    else if (character == "\n") out += "\\n";
    else if (character == "\t") out += "\\t";
    else if (character == "\r") out += "\\r";
    else if (length != 0 && !is_control(character)) out += character;
    else
      for (const char c : character) out += "\\x", append_hex(out, as_bytes({&c, 1}));
    text.remove_prefix(character.size());
  }
}

void Text::begin(const Event& event) {
  event_ = event.bytes;
  stacks_.begin(event);
}

void Text::append(std::string& out, const Type& type, Place place) {
  const Value value = read(type, event_, place);
  std::visit(Overloaded{
                 [&](Missing) { out += kMissing; },
                 [&](Composite) {
                   if (is_stack(type)) append_stack(out, type, place);
                   else if (type.kind == Kind::array) append_array(out, type, place);
                   else append_members(out, type, place);
                 },
                 [&](bool truth) { out += truth ? "true" : "false"; },
                 [&](std::int64_t number) {
                   const auto bits = static_cast<std::uint64_t>(number);
                   if (const auto name = type.kind == Kind::enumeration ? enumerator(type, number) : std::nullopt)
                     append_escaped(out, *name);
                   else append_integer(out, type, number < 0 ? -bits : bits, number < 0);
                 },
                 [&](std::uint64_t number) { append_integer(out, type, number, false); },
                 [&](double number) { append_number(out, number); },
                 [&](std::string_view text) { append_escaped(out, text); },
                 [&](Bytes bytes) {
                   if (!append_address(out, type.meaning, bytes)) append_hex(out, bytes);
                 },
             },
             value);
}

void Text::append_integer(std::string& out, const Type& type, std::uint64_t magnitude, bool negative) {
  const std::uint64_t bits = negative ? -magnitude : magnitude;
  const auto sign = [&] {
    if (negative) out += '-';
  };
  switch (type.meaning) {
    case Meaning::hexadecimal: return append_hexadecimal(out, bits & (UINT64_MAX >> (64 - 8 * type.size)));
    case Meaning::ipv4:
      if (append_address(out, type.meaning, as_it_stands(bits, type.size))) return;
      break;
    case Meaning::error_number:
      if (append_error_name(out, magnitude)) return;
      break;
    case Meaning::signal:
      if (!negative && append_signal_name(out, magnitude)) return;
      break;
    case Meaning::kernel_time: return append_kernel_time(out, magnitude);
    case Meaning::nanoseconds:
    case Meaning::microseconds:
    case Meaning::milliseconds:
    case Meaning::seconds:
      sign();
      return append_duration(out, magnitude,
                             static_cast<std::size_t>(type.meaning) - static_cast<std::size_t>(Meaning::nanoseconds));
    default: break;
  }
  if (type.kind == Kind::pointer) return append_hexadecimal(out, bits);
  sign();
  append_number(out, magnitude);
}

void Text::append_kernel_time(std::string& out, std::uint64_t nanoseconds) {
  if (boot_ != nullptr && *boot_ && nanoseconds <= INT64_MAX / 4) {
    clock_.append_precise_time(out, **boot_ + std::chrono::nanoseconds(nanoseconds));
    return;
  }
  append_number(out, nanoseconds / 1'000'000'000);
  const std::uint64_t millionths = nanoseconds % 1'000'000'000 / 1000;
  out += '.';
  for (std::uint64_t place = 100'000; place != 0; place /= 10) out += static_cast<char>('0' + millionths / place % 10);
}

void Text::append_array(std::string& out, const Type& type, Place place) {
  std::uint32_t count = elements(type, event_, place);
  const auto is_blank = [&](std::uint32_t i) {
    const Value value = read(*type.element, event_, element_place(type, place, i));
    const auto* text = std::get_if<std::string_view>(&value);
    return text != nullptr && text->empty();
  };
  while (count != 0 && is_blank(count - 1)) --count;  // room for arguments that were not given
  out += '[';
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i != 0) out += ',';
    append(out, *type.element, element_place(type, place, i));
  }
  out += ']';
}

// Folded, innermost first: "do_sys_openat2;do_sys_open".
void Text::append_stack(std::string& out, const Type& type, Place place) {
  for (std::uint32_t i = 0;; ++i) {
    const std::uint64_t address = stacks_.address(type, event_, place, i);
    if (address == 0) return;
    if (i != 0) out += ';';
    const std::string_view name = stacks_.name(type, address);
    if (name.empty()) append_hexadecimal(out, address);
    else append_escaped(out, name);
  }
}

void Text::append_members(std::string& out, const Type& type, Place place) {
  out += '{';
  bool first = true;
  for (const Member& member : type.members) {
    if (!first) out += ',';
    first = false;
    if (!member.name.empty()) {
      append_escaped(out, member.name);
      out += ':';
    }
    append(out, *member.type, member_place(member, place));
  }
  out += '}';
}

}  // namespace waggle::event
