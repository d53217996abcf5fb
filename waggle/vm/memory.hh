// A guest's linear memory as the host sees it: the only bounds check there is, and the
// windows through which the guest reads kernel memory without a copy.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/mapping.hh"
#include "waggle/base/result.hh"
#include "waggle/vm/fault.hh"
#include "waggle/vm/region.hh"

namespace waggle::vm {

class Window;

// Borrows from the Store. Addresses are the guest's (offsets); spans stay valid for as long as
// the Store lives, because memory never moves, but a window laid over them changes what they show.
class Memory {
 public:
  explicit Memory(Region& region) : region_(&region) {}
  Memory(const Memory&) = delete;

  [[nodiscard]] std::size_t size() const { return region_->size(); }
  // EFAULT where the range leaves the memory.
  [[nodiscard]] Result<Bytes> readable(std::uint64_t address, std::uint64_t length) const {
    if (address > size() || length > size() - address) return Error(EFAULT);
    return Bytes(region_->base() + address, length);
  }
  // EFAULT also where the range touches a read-only window: storing there would kill the host.
  [[nodiscard]] Result<MutableBytes> writable(std::uint64_t address, std::uint64_t length) const {
    if (address > size() || length > size() - address || !clear_of_read_only(address, length)) return Error(EFAULT);
    return MutableBytes(region_->base() + address, length);
  }
  [[nodiscard]] std::byte* base() const { return region_->base(); }

  // Lays `mapping` over [address, address + mapping.length), which the guest has set aside:
  // page-aligned and inside size(), else EINVAL or EFAULT; EBUSY over another window. The
  // descriptor may be closed afterwards.
  Result<Window> open_window(std::uint64_t address, const Mapping& mapping);

  // The guest wrote where it must not; nothing it says can be trusted any more.
  [[nodiscard]] bool spoiled() const { return region_->spoiled.load(std::memory_order_relaxed); }

 private:
  friend class Window;
  struct Range {
    std::uint64_t begin, end;
    bool read_only;
  };
  using Ranges = std::vector<Range>;
  // The windows that [begin, end) touches.
  [[nodiscard]] std::span<const Range> touched(std::uint64_t begin, std::uint64_t end) const;
  [[nodiscard]] bool read_only_touched(std::uint64_t begin, std::uint64_t end) const;
  // Quick for a stack, which lies below all windows.
  [[nodiscard]] bool clear_of_read_only(std::uint64_t address, std::uint64_t length) const {
    return windows_.empty() || length == 0 || address + length <= windows_.front().begin ||
           !read_only_touched(address, address + length);
  }

  Region* region_;
  Ranges windows_;  // by their place; disjoint
};

// Kernel memory inside linear memory. Borrows the Memory. When it goes, its place is ordinary
// zeroed memory of the guest again.
class Window {
 public:
  Window(Window&& other) noexcept;
  Window& operator=(Window&&) = delete;
  ~Window();

  [[nodiscard]] std::uint64_t address() const { return address_; }
  [[nodiscard]] std::size_t length() const { return length_; }

 private:
  friend class Memory;
  Window(Memory& memory, FaultGuard guard, std::uint64_t address, std::size_t length)
      : memory_(&memory), guard_(std::move(guard)), address_(address), length_(length) {}

  Memory* memory_;
  FaultGuard guard_;
  std::uint64_t address_;
  std::size_t length_;
};

}  // namespace waggle::vm
