// The functions over NUL-terminated text, and over single characters, as in the C locale.
#include <algorithm>

#include "waggle/abi/ewasm/libc.hh"
#include "waggle/abi/ewasm/printf.hh"
#include "waggle/vm/memory.hh"

namespace waggle::abi::ewasm {
namespace {

std::uint32_t number(GuestPtr address) { return static_cast<std::uint32_t>(address.address); }

Result<std::string_view> text_at(Guest& guest, GuestPtr address) {
  const vm::Memory* const memory = guest.memory();
  if (memory == nullptr) return Error(EFAULT);
  return c_string(*memory, number(address));
}

// At most `most` characters; fewer where a NUL ends them.
Result<std::string_view> beginning(Guest& guest, GuestPtr address, Size most) {
  const vm::Memory* const memory = guest.memory();
  if (memory == nullptr || address.address > memory->size()) return Error(EFAULT);
  const std::uint64_t room = std::min<std::uint64_t>(most, memory->size() - address.address);
  WAGGLE_TRY(const Bytes bytes, memory->readable(address.address, room));
  const std::string_view text = as_text(bytes);
  const std::size_t end = text.find('\0');
  if (end == text.npos && room < most) return Error(EFAULT);
  return text.substr(0, end);
}

Result<void> store(Guest& guest, GuestPtr to, std::string_view text, std::uint64_t room) {
  WAGGLE_TRY(const MutableBytes place, guest.writable(to.address, room));
  // The text may lie in the same place.
  std::memmove(place.data(), text.data(), std::min<std::uint64_t>(text.size(), room));
  if (text.size() < room) std::ranges::fill(place.subspan(text.size()), std::byte{0});
  return {};
}

bool in(Int c, int first, int last) { return c >= first && c <= last; }
bool upper(Int c) { return in(c, 'A', 'Z'); }
bool lower(Int c) { return in(c, 'a', 'z'); }
bool digit(Int c) { return in(c, '0', '9'); }
char folded(char c) { return upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

std::string fold(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), folded);
  return out;
}

Int order(std::string_view a, std::string_view b) { return a.compare(b); }

}  // namespace

Result<Size> length(Guest& guest, GuestPtr text) {
  WAGGLE_TRY(const auto all, text_at(guest, text));
  return static_cast<Size>(all.size());
}

Address find_character(Guest& guest, GuestPtr text, Int character) {
  WAGGLE_TRY(const auto all, text_at(guest, text));
  const auto wanted = static_cast<char>(character);
  const std::size_t at = wanted == 0 ? all.size() : all.find(wanted);
  return at == all.npos ? 0 : number(text) + static_cast<std::uint32_t>(at);
}

Result<Int> compare(Guest& guest, GuestPtr a, GuestPtr b) {
  WAGGLE_TRY(const auto first, text_at(guest, a));
  WAGGLE_TRY(const auto second, text_at(guest, b));
  return order(first, second);
}

Result<Int> compare_at_most(Guest& guest, GuestPtr a, GuestPtr b, Size most) {
  WAGGLE_TRY(const auto first, beginning(guest, a, most));
  WAGGLE_TRY(const auto second, beginning(guest, b, most));
  return order(first, second);
}

Result<Int> compare_ignoring_case(Guest& guest, GuestPtr a, GuestPtr b, Size most) {
  WAGGLE_TRY(const auto first, beginning(guest, a, most));
  WAGGLE_TRY(const auto second, beginning(guest, b, most));
  return order(fold(first), fold(second));
}

Address copy(Guest& guest, GuestPtr to, GuestPtr from) {
  WAGGLE_TRY(const auto all, text_at(guest, from));
  WAGGLE_CHECK(store(guest, to, all, all.size() + 1));
  return number(to);
}

Address copy_at_most(Guest& guest, GuestPtr to, GuestPtr from, Size most) {
  WAGGLE_TRY(const auto text, beginning(guest, from, most));
  WAGGLE_CHECK(store(guest, to, text, most));
  return number(to);
}

Result<Size> span_of(Guest& guest, GuestPtr text, GuestPtr accepted) {
  WAGGLE_TRY(const auto all, text_at(guest, text));
  WAGGLE_TRY(const auto wanted, text_at(guest, accepted));
  return static_cast<Size>(std::min(all.find_first_not_of(wanted), all.size()));
}

Result<Size> span_without(Guest& guest, GuestPtr text, GuestPtr refused) {
  WAGGLE_TRY(const auto all, text_at(guest, text));
  WAGGLE_TRY(const auto unwanted, text_at(guest, refused));
  return static_cast<Size>(std::min(all.find_first_of(unwanted), all.size()));
}

Address find_text(Guest& guest, GuestPtr in, GuestPtr what) {
  WAGGLE_TRY(const auto all, text_at(guest, in));
  WAGGLE_TRY(const auto wanted, text_at(guest, what));
  const std::size_t at = all.find(wanted);
  return at == all.npos ? 0 : number(in) + static_cast<std::uint32_t>(at);
}

Result<Int> is_upper(Guest&, Int c) { return upper(c); }
Result<Int> is_alpha(Guest&, Int c) { return upper(c) || lower(c); }
Result<Int> is_space(Guest&, Int c) { return c == ' ' || in(c, '\t', '\r'); }
Result<Int> is_graph(Guest&, Int c) { return in(c, '!', '~'); }
Result<Int> is_print(Guest&, Int c) { return in(c, ' ', '~'); }
Result<Int> is_digit(Guest&, Int c) { return digit(c); }
Result<Int> is_hex_digit(Guest&, Int c) { return digit(c) || in(c, 'a', 'f') || in(c, 'A', 'F'); }
Result<Int> is_alphanumeric(Guest&, Int c) { return upper(c) || lower(c) || digit(c); }
Result<Int> to_lower(Guest&, Int c) { return upper(c) ? c - 'A' + 'a' : c; }
Result<Int> to_upper(Guest&, Int c) { return lower(c) ? c - 'a' + 'A' : c; }

}  // namespace waggle::abi::ewasm
