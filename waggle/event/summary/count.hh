// How often what happened in an interval: events that look the same in the fields of interest become one, with a member
// "count" in front. It is again an event, so that it can be sorted, filtered and printed as any other.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "waggle/event/event.hh"
#include "waggle/event/field.hh"
#include "waggle/event/selection.hh"

namespace waggle::event {

class CountingSink final : public Sink {
 public:
  // Without a selection only the maps are told apart. Groups go out with the largest first; if they take 64 MiB, at
  // once.
  CountingSink(std::optional<Selected> selected, std::unique_ptr<Sink> next)
      : selected_(std::move(selected)), next_(std::move(next)) {}

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return next_->flush(); }
  Result<void> end_interval(CutShort cut_short) override;
  Result<void> finish() override;

 private:
  struct Group {
    Stream stream;              // of what goes out
    TypePtr type;               // what is left of the events' own
    std::vector<Field> fields;  // of that
    std::map<std::string, std::uint64_t> counts;
  };

  Group& group_of(const Stream& stream);
  Result<void> write_counts(CutShort cut_short = {});

  std::optional<Selected> selected_;
  std::map<const Stream*, Group> groups_;
  std::vector<Group*> order_;  // in which their first events came
  std::size_t size_ = 0;       // of all keys
  WallTime last_;
  std::unique_ptr<Sink> next_;
};

}  // namespace waggle::event
