#include "waggle/abi/types.hh"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace waggle::abi {

void Fill::set(Bytes bytes) const {
  if (!length) return;
  std::memcpy(room.data(), bytes.data(), std::min(room.size(), bytes.size()));
  const auto needed = static_cast<std::uint32_t>(bytes.size());
  std::memcpy(length, &needed, sizeof needed);
}

}  // namespace waggle::abi

namespace waggle::abi::detail {

int load_string(Guest& guest, std::uint32_t address, std::string& out) {
  vm::Memory* memory = guest.memory();
  if (!memory || address >= memory->size()) return EFAULT;
  const std::size_t most = std::min(memory->size() - address, kLongestString + 1);
  const char* text = reinterpret_cast<const char*>(memory->base()) + address;
  // Copied first and measured in the copy: the end may move while we look.
  out.assign(text, ::strnlen(text, most));
  if (const auto end = out.find('\0'); end != std::string::npos) out.resize(end);
  if (out.size() < most) return 0;
  return most > kLongestString ? ENAMETOOLONG : EFAULT;
}

int load_image(Guest& guest, std::uint32_t address, std::uint32_t length, std::size_t most, ByteVector& out) {
  Bytes bytes;
  if (const int error = take(guest.readable(address, length), bytes)) return error;
  if (length > most) return E2BIG;
  out.assign(bytes.begin(), bytes.end());
  return 0;
}

int load_fill(Guest& guest, std::uint32_t address, std::uint32_t length, Fill& out) {
  if (address == 0) return 0;
  if (length == 0) return EFAULT;
  MutableBytes place;
  if (const int error = take(guest.writable(length, sizeof(std::uint32_t)), place)) return error;
  std::uint32_t most = 0;
  std::memcpy(&most, place.data(), sizeof most);
  out.length = place.data();
  return take(guest.writable(address, most), out.room);
}

void show_string(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') line += '\\';
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) line += c;
    else fmt::format_to(std::back_inserter(line), "\\x{:02x}", static_cast<unsigned char>(c));
  }
  line += '"';
}

void show_address(std::string& line, std::uint64_t address) {
  if (address == 0) line += "NULL";
  else fmt::format_to(std::back_inserter(line), "{:#x}", address);
}

void show_number(std::string& line, std::int64_t value) { line += std::to_string(value); }

}  // namespace waggle::abi::detail
