// What a guest holds instead of a host's address: a number that names an entry of its own
// table, with a generation, so that a number that was closed never names something new.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle::abi {

// A handle to a T as the guest passes it; 0 is never valid. Positive and below 2^31, so that
// it fits every guest's int and is told from a negative errno.
template <class T>
struct Handle {
  std::uint64_t id = 0;
};

// The objects of one guest. find() pins: an entry that is closed while somebody uses it (a
// callback may close the object it runs under) is gone for the guest at once and destroyed
// when the last user lets go. The rest is destroyed with the table, newest first.
template <class T>
class HandleTable {
 public:
  static constexpr std::uint32_t kIndexBits = 12;
  static constexpr std::size_t kMost = (std::size_t{1} << kIndexBits) - 1;
  static constexpr std::uint32_t kGenerations = std::uint32_t{1} << (31 - kIndexBits);

  HandleTable() = default;
  // With room for fewer than the most there can be.
  explicit HandleTable(std::size_t most) : most_(std::min(most, kMost)) {}
  HandleTable(const HandleTable&) = delete;
  ~HandleTable() {
    while (!order_.empty()) {
      entries_[order_.back()].object.reset();
      order_.pop_back();
    }
  }

  // EMFILE when the guest has as many as it may have.
  Result<Handle<T>> add(std::shared_ptr<T> object) {
    if (order_.size() >= most_) return Error(EMFILE);
    const std::uint32_t index = free_index();
    entries_[index].object = std::move(object);
    order_.push_back(index);
    return Handle<T>{std::uint64_t{entries_[index].generation} << kIndexBits | (index + 1)};
  }

  // Null for what was never given out or is closed.
  [[nodiscard]] std::shared_ptr<T> find(Handle<T> handle) const {
    const Entry* entry = resolve(handle);
    return entry ? entry->object : nullptr;
  }

  // EINVAL as for find().
  Result<void> close(Handle<T> handle) {
    const Entry* found = resolve(handle);
    if (!found) return Error(EINVAL);
    const auto index = static_cast<std::uint32_t>(found - entries_.data());
    Entry& entry = entries_[index];
    const std::shared_ptr<T> last = std::exchange(entry.object, nullptr);
    ++entry.generation;
    std::erase(order_, index);
    return {};
  }

  [[nodiscard]] std::size_t size() const { return order_.size(); }

 private:
  struct Entry {
    std::shared_ptr<T> object;
    std::uint32_t generation = 0;
  };

  const Entry* resolve(Handle<T> handle) const {
    const std::uint64_t index = (handle.id & kMost) - 1;  // 0 wraps to out of range
    if (handle.id >> 31 || index >= entries_.size()) return nullptr;
    const Entry& entry = entries_[index];
    return entry.object && entry.generation == handle.id >> kIndexBits ? &entry : nullptr;
  }

  // A place whose generations are used up is never taken again.
  std::uint32_t free_index() {
    for (std::uint32_t i = 0; i < entries_.size(); ++i)
      if (!entries_[i].object && entries_[i].generation < kGenerations) return i;
    entries_.emplace_back();
    return static_cast<std::uint32_t>(entries_.size() - 1);
  }

  std::size_t most_ = kMost;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> order_;  // indices, oldest first
};

}  // namespace waggle::abi
