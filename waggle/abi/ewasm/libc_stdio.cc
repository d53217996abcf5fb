// Printing. Each call writes at once: there is no buffer that an end could lose.
#include <sys/uio.h>

#include <algorithm>

#include "waggle/abi/ewasm/libc.hh"
#include "waggle/abi/ewasm/printf.hh"
#include "waggle/sys/descriptors.hh"
#include "waggle/vm/memory.hh"

namespace waggle::abi::ewasm {
namespace {

constexpr int kStdout = 1;

Result<std::string> printed(Guest& guest, GuestPtr format, GuestPtr arguments) {
  const vm::Memory* const memory = guest.memory();
  if (memory == nullptr) return Error(EFAULT);
  WAGGLE_TRY(const auto text, c_string(*memory, static_cast<std::uint32_t>(format.address)));
  return print(*memory, text, static_cast<std::uint32_t>(arguments.address));
}

// The number of characters, or -1 (EOF) where the output takes no more.
Int put(Guest& guest, std::string_view text) {
  const auto file = guest.descriptors.get(kStdout);
  if (!file.ok()) return -1;
  for (std::size_t done = 0; done < text.size();) {
    // writev(2) takes what it does not change by the same structure as readv(2).
    const iovec piece{const_cast<char*>(text.data()) + done, text.size() - done};
    const auto written = (*file)->write(guest.stop, {&piece, 1});
    if (!written.ok()) return -1;
    done += *written;
  }
  return static_cast<Int>(text.size());
}

// What fits, with a NUL.
Result<Int> store(Guest& guest, GuestPtr to, std::uint64_t room, std::string_view text) {
  const std::uint64_t size = std::min<std::uint64_t>(text.size() + 1, room);
  WAGGLE_TRY(const MutableBytes place, guest.writable(to.address, size));
  if (size != 0) {
    std::memcpy(place.data(), text.data(), size - 1);
    place[size - 1] = std::byte{0};
  }
  return static_cast<Int>(text.size());
}

}  // namespace

Result<Int> print(Guest& guest, GuestPtr format, GuestPtr arguments) {
  WAGGLE_TRY(const std::string text, printed(guest, format, arguments));
  return put(guest, text);
}

Result<Int> print_to(Guest& guest, GuestPtr to, GuestPtr format, GuestPtr arguments) {
  WAGGLE_TRY(const std::string text, printed(guest, format, arguments));
  return store(guest, to, UINT64_MAX, text);
}

Result<Int> print_to_room(Guest& guest, GuestPtr to, Size room, GuestPtr format, GuestPtr arguments) {
  WAGGLE_TRY(const std::string text, printed(guest, format, arguments));
  return store(guest, to, room, text);
}

Result<Int> put_line(Guest& guest, GuestPtr text) {
  const vm::Memory* const memory = guest.memory();
  if (memory == nullptr) return Error(EFAULT);
  WAGGLE_TRY(const auto line, c_string(*memory, static_cast<std::uint32_t>(text.address)));
  return put(guest, std::string(line) + '\n');
}

Result<Int> put_character(Guest& guest, Int character) {
  const auto letter = static_cast<char>(character);
  return put(guest, {&letter, 1}) < 0 ? -1 : static_cast<unsigned char>(letter);
}

}  // namespace waggle::abi::ewasm
