// Which events a reader wants to see: `pid == 1 && comm ~ "ba.*"` (filter/syntax.hh has the grammar). A filter is
// parsed once, met with each type once, and then asked for each event, in time that is linear in what the event holds.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/event/event.hh"
#include "waggle/event/field.hh"
#include "waggle/event/filter/operand.hh"
#include "waggle/event/filter/syntax.hh"
#include "waggle/event/value.hh"

namespace waggle::event {

// A filter for events of one type, whose tree it borrows.
class Predicate {
 public:
  // A comparison with what an event lacks is neither true nor false, and neither is its negation.
  [[nodiscard]] bool passes(Bytes event) const;

 private:
  friend class Filter;
  struct Node {
    Expression::Kind kind = Expression::Kind::comparison;
    std::vector<Node> operands = {};
    const Type* type = nullptr;  // of the field; null: events of this type have none of this name
    Place place = {};
    Comparison comparison = Comparison::none;
    Operand operand = {};
  };
  static std::optional<bool> ask(const Node& node, Bytes event);
  static std::optional<bool> ask_all(const Node& node, Bytes event);

  Node root_;
};

class Filter {
 public:
  // EINVAL with a FilterError.
  static Result<Filter> parse(std::string_view text);

  // ENOENT for a field that none of these streams has, EINVAL (FilterError) for a comparison that its type does not
  // know.
  [[nodiscard]] Result<void> check(std::span<const Stream* const> streams) const;
  // The same, for events of one type; a field that it lacks is no error.
  [[nodiscard]] Result<Predicate> bind(const Type& type) const;

 private:
  Filter(std::string_view text, Expression expression) : text_(text), expression_(std::move(expression)) {}
  [[nodiscard]] Result<Predicate::Node> bind(const Expression& expression, std::span<const Field> fields) const;
  [[nodiscard]] Result<void> check_names(const Expression& expression, std::span<const Stream* const> streams) const;

  std::string text_;
  Expression expression_;
};

// Gives the next sink what passes.
class FilterSink final : public Sink {
 public:
  FilterSink(Filter filter, std::unique_ptr<Sink> next) : filter_(std::move(filter)), next_(std::move(next)) {}

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return next_->flush(); }
  Result<void> end_interval(CutShort cut_short) override { return next_->end_interval(cut_short); }
  Result<void> finish() override { return next_->finish(); }

 private:
  Filter filter_;
  std::map<const Stream*, Predicate> predicates_;
  std::unique_ptr<Sink> next_;
};

}  // namespace waggle::event
