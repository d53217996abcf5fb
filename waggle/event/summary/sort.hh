// An interval's events in the order of one of their fields, all of them or the first few.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/event/event.hh"
#include "waggle/event/field.hh"

namespace waggle::event {

struct Order {
  std::string field;
  bool descending = false;

  // ENOENT where none of these streams has the field.
  [[nodiscard]] Result<void> check(std::span<const Stream* const> streams) const;
};

// "size", "size:asc", "size:desc"; EINVAL with a sentence.
Result<Order> parse_order(std::string_view text);

// Keeps copies of events until the interval ends. Memory is bounded: when 64 MiB are kept it goes down to the first
// `top`, or, without one, the interval counts as ended.
class SortingSink final : public Sink {
 public:
  // `top` 0: all. Events without the field come last; where maps have it as different things, numbers come first.
  SortingSink(Order order, std::size_t top, std::unique_ptr<Sink> next)
      : order_(std::move(order)), top_(top), next_(std::move(next)) {}

  Result<void> write(const Event& event) override;
  // What is kept waits for the end of its interval.
  Result<void> flush() override { return next_->flush(); }
  Result<void> end_interval(CutShort cut_short) override;
  Result<void> finish() override;

 private:
  struct Kept {
    const Stream* stream;
    WallTime time;
    std::size_t begin, size;  // in bytes_
  };

  [[nodiscard]] Value key(const Kept& kept) const;
  void sort();
  void keep_first();
  Result<void> write_sorted(CutShort cut_short = {});

  Order order_;
  std::size_t top_;
  ByteVector bytes_;
  std::vector<Kept> kept_;
  std::map<const Stream*, std::optional<Field>> fields_;
  std::unique_ptr<Sink> next_;
};

}  // namespace waggle::event
