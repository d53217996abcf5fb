// A heap in a guest's memory, for guests that import `malloc` instead of bringing one. All that it knows is kept by
// the host, so that a guest that writes beyond its blocks spoils its own data only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "waggle/base/result.hh"

namespace waggle::abi::ewasm {

// Adds so many bytes at the end of memory, rounded up to pages; their address and number. ENOMEM.
struct Room {
  std::uint32_t address, size;
};
using Grow = std::function<Result<Room>(std::uint32_t size)>;

class Heap {
 public:
  explicit Heap(Grow grow) : grow_(std::move(grow)) {}

  // The address of `size` bytes, aligned to 16; 0 where there is no memory. Never two blocks at one address, also of 0
  // bytes.
  std::uint32_t allocate(std::uint32_t size);
  // False where `address` is no block.
  bool release(std::uint32_t address);
  // nullopt where `address` is no block.
  [[nodiscard]] std::optional<std::uint32_t> size_of(std::uint32_t address) const;

 private:
  using Blocks = std::map<std::uint32_t, std::uint32_t>;  // address -> size
  void add_free(std::uint32_t address, std::uint32_t size);

  Grow grow_;
  Blocks used_, free_;
};

}  // namespace waggle::abi::ewasm
