#include "waggle/abi/ewasm/heap.hh"

#include <algorithm>
#include <iterator>

namespace waggle::abi::ewasm {
namespace {

constexpr std::uint32_t kAlignment = 16;
constexpr std::uint32_t kLargest = std::uint32_t{1} << 31;
constexpr std::uint32_t kStep = 65536;  // grows by so much at least

}  // namespace

std::uint32_t Heap::allocate(std::uint32_t size) {
  if (size > kLargest) return 0;
  size = std::max(size, std::uint32_t{1});
  size = (size + kAlignment - 1) / kAlignment * kAlignment;
  const auto fits = [size](const auto& block) { return block.second >= size; };
  auto found = std::ranges::find_if(free_, fits);
  if (found == free_.end()) {
    const auto room = grow_(std::max(size, kStep));
    if (!room.ok()) return 0;
    add_free(room->address, room->size);
    found = std::ranges::find_if(free_, fits);
    if (found == free_.end()) return 0;
  }
  const auto [address, have] = *found;
  free_.erase(found);
  if (have > size) free_.emplace(address + size, have - size);
  used_.emplace(address, size);
  return address;
}

bool Heap::release(std::uint32_t address) {
  const auto found = used_.find(address);
  if (found == used_.end()) return false;
  add_free(address, found->second);
  used_.erase(found);
  return true;
}

std::optional<std::uint32_t> Heap::size_of(std::uint32_t address) const {
  const auto found = used_.find(address);
  if (found == used_.end()) return std::nullopt;
  return found->second;
}

// Joined with its neighbours where they are free.
void Heap::add_free(std::uint32_t address, std::uint32_t size) {
  auto next = free_.lower_bound(address);
  if (next != free_.end() && address + size == next->first) {
    size += next->second;
    next = free_.erase(next);
  }
  if (next != free_.begin()) {
    const auto before = std::prev(next);
    if (before->first + before->second == address) {
      before->second += size;
      return;
    }
  }
  free_.emplace(address, size);
}

}  // namespace waggle::abi::ewasm
