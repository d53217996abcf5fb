// Which fields a reader wants to see, and in which order: "pid,comm", "-flags", "child.pid". It makes a smaller type
// of a type; whoever prints the events sees only that one.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "waggle/event/event.hh"

namespace waggle::event {

class Selection {
 public:
  // Names are those of fields (field.hh) or of structures, which stand for all in them. If all begin with '-', the rest
  // is shown. EINVAL for an empty name.
  static Result<Selection> parse(std::string_view names);

  // ENOENT for a name that none of these has, with a list of those there are.
  [[nodiscard]] Result<void> check(std::span<const Stream* const> streams) const;
  // What is left of a type. One that has no members stays as it is.
  [[nodiscard]] TypePtr apply(const TypePtr& type) const;
  // It says what is shown, not only what is hidden.
  [[nodiscard]] bool names_fields() const { return !shown_.empty(); }

 private:
  // A member's place in the new order; nullopt: not shown.
  [[nodiscard]] std::optional<std::size_t> rank(std::string_view path) const;
  struct Ranked;
  void collect(const Type& type, std::string_view prefix, std::uint32_t offset_bits, std::vector<Ranked>& kept) const;
  [[nodiscard]] TypePtr apply(const TypePtr& type, std::string_view prefix) const;

  std::vector<std::string> shown_;  // none: all
  std::vector<std::string> hidden_;
};

// What is left of the types of several streams. Where the selection names fields each has all of them, in one order:
// one that a type lacks is missing in each event, as if the event ended before.
class Selected {
 public:
  // Streams that are known before their first event; others may come.
  Selected(Selection selection, std::span<const Stream* const> streams = {});

  TypePtr type_of(const Stream& stream);

 private:
  Selection selection_;
  TypePtr all_;  // what they have together
};

// Shows the next sink only what was selected.
class SelectingSink final : public Sink {
 public:
  SelectingSink(Selected selected, std::unique_ptr<Sink> next)
      : selected_(std::move(selected)), next_(std::move(next)) {}

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return next_->flush(); }
  Result<void> end_interval(CutShort cut_short) override { return next_->end_interval(cut_short); }
  Result<void> finish() override { return next_->finish(); }

 private:
  Selected selected_;
  std::map<const Stream*, Stream> streams_;
  std::unique_ptr<Sink> next_;  // last: it goes before the streams that it knows
};

}  // namespace waggle::event
