// Linear memory of our own: address space reserved once, aligned to 4 GiB, that never
// moves. The engine asks for it through its memory creator; Memory works on it.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "waggle/base/result.hh"

namespace waggle::vm {

// One reserved linear memory. Bytes [0, size) are read-write, save where a window lies;
// everything behind them up to the end of the guard faults.
class Region {
 public:
  // `reserved` + `guard` bytes of address space, the first `size` of them usable.
  static Result<std::unique_ptr<Region>> reserve(std::size_t size, std::size_t reserved, std::size_t guard);
  Region(const Region&) = delete;
  ~Region();

  [[nodiscard]] std::byte* base() const { return base_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t reserved() const { return reserved_; }
  // Makes [size(), size) usable; touches nothing below, so windows keep their protection.
  Result<void> grow(std::size_t size);

  // Set by the fault handler: the guest did what it must not do to a window, and what it
  // read since is not what is there. It must not run on.
  std::atomic<bool> spoiled{false};

 private:
  Region(std::byte* base, std::size_t size, std::size_t reserved, std::size_t guard)
      : base_(base), size_(size), reserved_(reserved), guard_(guard) {}

  std::byte* base_;
  std::size_t size_;
  std::size_t reserved_;
  std::size_t guard_;
};

// The regions an engine has handed out, found by their base. The engine frees them from any
// thread it likes, hence the lock.
class Regions {
 public:
  Region* add(std::unique_ptr<Region> region);
  void remove(const Region* region);
  // Null where the memory was not made here.
  [[nodiscard]] Region* find(const std::byte* base);

 private:
  std::mutex mutex_;
  std::map<const std::byte*, std::unique_ptr<Region>> by_base_;
};

}  // namespace waggle::vm
