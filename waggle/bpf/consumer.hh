// What the consumers of ring and perf buffers have in common: the callback a record is given
// to, and the guard against a callback that consumes the buffer it is called from.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>

#include "waggle/base/bytes.hh"

namespace waggle::bpf {

// Gets one record, valid until it returns. A negative result stops consuming: that record
// counts as consumed, the ones behind it stay. Must not throw.
using RecordCallback = std::function<int(Bytes record)>;

inline constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

// One run over a buffer: counts records and knows when to stop. Lives on consume()'s stack.
class Consumption {
 public:
  Consumption(const RecordCallback& callback, std::size_t limit) : callback_(callback), limit_(limit) {}

  // Gives one record to the callback. False when nothing more is to be given.
  bool give(Bytes record) {
    const int answer = callback_(record);
    if (answer < 0) return stopped_ = answer, false;
    return ++count_ < limit_;
  }
  [[nodiscard]] bool finished() const { return stopped_ < 0 || count_ >= limit_; }
  // The number of records, or the negative answer that stopped it.
  [[nodiscard]] int result() const {
    constexpr std::size_t kMost = std::numeric_limits<int>::max();
    return stopped_ < 0 ? stopped_ : static_cast<int>(count_ < kMost ? count_ : kMost);
  }

 private:
  const RecordCallback& callback_;
  std::size_t limit_;
  std::size_t count_ = 0;
  int stopped_ = 0;
};

}  // namespace waggle::bpf
