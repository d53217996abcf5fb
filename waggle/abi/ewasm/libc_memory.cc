// malloc and its kin, and the functions over bytes.
#include <algorithm>

#include "waggle/abi/ewasm/libc.hh"
#include "waggle/abi/ewasm/printf.hh"
#include "waggle/abi/ewasm/state.hh"
#include "waggle/vm/memory.hh"

namespace waggle::abi::ewasm {
namespace {

std::uint32_t number(GuestPtr address) { return static_cast<std::uint32_t>(address.address); }

}  // namespace

Result<Int> compare_memory(Guest& guest, GuestPtr a, GuestPtr b, Size size) {
  WAGGLE_TRY(const Bytes first, guest.readable(a.address, size));
  WAGGLE_TRY(const Bytes second, guest.readable(b.address, size));
  return size == 0 ? 0 : std::memcmp(first.data(), second.data(), size);
}

Address move_memory(Guest& guest, GuestPtr to, GuestPtr from, Size size) {
  WAGGLE_TRY(const Bytes source, guest.readable(from.address, size));
  WAGGLE_TRY(const MutableBytes room, guest.writable(to.address, size));
  if (size != 0) std::memmove(room.data(), source.data(), size);
  return number(to);
}

Address set_memory(Guest& guest, GuestPtr to, Int byte, Size size) {
  WAGGLE_TRY(const MutableBytes room, guest.writable(to.address, size));
  std::ranges::fill(room, static_cast<std::byte>(byte));
  return number(to);
}

Address find_byte(Guest& guest, GuestPtr in, Int byte, Size size) {
  WAGGLE_TRY(const Bytes bytes, guest.readable(in.address, size));
  const auto found = std::ranges::find(bytes, static_cast<std::byte>(byte));
  return found == bytes.end() ? 0 : number(in) + static_cast<std::uint32_t>(found - bytes.begin());
}

Address allocate(Guest& guest, Size size) { return state_of(guest).heap.allocate(size); }

Address allocate_zeroed(Guest& guest, Size count, Size size) {
  const std::uint64_t bytes = std::uint64_t{count} * size;
  if (bytes > UINT32_MAX) return 0;
  const std::uint32_t block = state_of(guest).heap.allocate(static_cast<Size>(bytes));
  return block == 0 ? Address(0) : set_memory(guest, {block}, 0, static_cast<Size>(bytes));
}

Address reallocate(Guest& guest, GuestPtr block, Size size) {
  Heap& heap = state_of(guest).heap;
  if (block.address == 0) return heap.allocate(size);
  const auto have = heap.size_of(number(block));
  if (!have) return Error(EFAULT, "the address is not one that malloc gave");
  if (size <= *have) return number(block);
  const std::uint32_t larger = heap.allocate(size);
  if (larger == 0) return 0;
  WAGGLE_TRY(std::ignore, move_memory(guest, {larger}, block, *have));
  heap.release(number(block));
  return larger;
}

Address duplicate(Guest& guest, GuestPtr text) {
  WAGGLE_TRY(const Size size, length(guest, text));
  const std::uint32_t copy = state_of(guest).heap.allocate(size + 1);
  return copy == 0 ? Address(0) : move_memory(guest, {copy}, text, size + 1);
}

Result<NoResult> release(Guest& guest, GuestPtr block) {
  if (block.address != 0 && !state_of(guest).heap.release(number(block)))
    return Error(EFAULT, "the address is not one that malloc gave");
  return NoResult{};
}

}  // namespace waggle::abi::ewasm
