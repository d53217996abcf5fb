// The heap that a guest without one gets.
#include "waggle/abi/ewasm/heap.hh"

#include <gmock/gmock.h>

#include <random>

namespace waggle::abi::ewasm {
namespace {

// Memory that grows to 1 MiB, from 64 KiB on.
Heap small_heap() {
  return Heap([end = std::uint32_t{65536}](std::uint32_t size) mutable -> Result<Room> {
    if (end + size > (1 << 20)) return Error(ENOMEM);
    const Room room{end, size};
    end += size;
    return room;
  });
}

TEST(Heap, BlocksNeverOverlapAndAreUsedAgain) {
  Heap heap = small_heap();
  std::mt19937 random(7);
  std::map<std::uint32_t, std::uint32_t> blocks;
  for (int i = 0; i < 20000; ++i) {
    if (blocks.size() > 50 || (!blocks.empty() && random() % 2)) {
      const auto victim = std::next(blocks.begin(), static_cast<long>(random() % blocks.size()));
      ASSERT_TRUE(heap.release(victim->first));
      blocks.erase(victim);
      continue;
    }
    const std::uint32_t size = random() % 5000;
    const std::uint32_t address = heap.allocate(size);
    ASSERT_NE(address, 0u);
    ASSERT_EQ(address % 16, 0u);
    ASSERT_GE(heap.size_of(address), size);
    const auto next = blocks.upper_bound(address);
    if (next != blocks.end()) {
      ASSERT_LE(address + size, next->first);
    }
    if (next != blocks.begin()) {
      ASSERT_GE(address, std::prev(next)->first + std::prev(next)->second);
    }
    blocks.emplace(address, size);
  }
}

TEST(Heap, SaysNoWhereThereIsNoMemory) {
  Heap heap = small_heap();
  EXPECT_EQ(heap.allocate(1 << 20), 0u);
  EXPECT_EQ(heap.allocate(UINT32_MAX), 0u);
  const std::uint32_t all = heap.allocate((1 << 20) - 65536);
  EXPECT_EQ(all, 65536u);
  EXPECT_EQ(heap.allocate(1), 0u);
  EXPECT_TRUE(heap.release(all));
  EXPECT_EQ(heap.allocate(1), all);
}

TEST(Heap, OnlyBlocksAreReleasedAndOnce) {
  Heap heap = small_heap();
  const std::uint32_t block = heap.allocate(0);
  EXPECT_NE(heap.allocate(0), block) << "also empty blocks differ";
  EXPECT_FALSE(heap.release(block + 16 * 100));
  EXPECT_FALSE(heap.release(0));
  EXPECT_TRUE(heap.release(block));
  EXPECT_FALSE(heap.release(block));
  EXPECT_EQ(heap.size_of(block), std::nullopt);
}

}  // namespace
}  // namespace waggle::abi::ewasm
