#include "waggle/event/filter/filter.hh"

#include <algorithm>

namespace waggle::event {

bool Predicate::passes(Bytes event) const { return ask(root_, event).value_or(false); }

std::optional<bool> Predicate::ask(const Node& node, Bytes event) {
  switch (node.kind) {
    case Expression::Kind::either:
    case Expression::Kind::both: return ask_all(node, event);
    case Expression::Kind::negation: {
      const auto answer = ask(node.operands.front(), event);
      return answer ? std::optional(!*answer) : std::nullopt;
    }
    case Expression::Kind::comparison: break;
  }
  if (node.type == nullptr) return std::nullopt;
  return holds(*node.type, read(*node.type, event, node.place), node.comparison, node.operand);
}

// One operand can decide: of `either` a true one, of `both` a false one. Otherwise one without an answer leaves it
// open.
std::optional<bool> Predicate::ask_all(const Node& node, Bytes event) {
  const bool decides = node.kind == Expression::Kind::either;
  bool open = false;
  for (const Node& operand : node.operands) {
    const auto answer = ask(operand, event);
    if (answer == decides) return decides;
    open |= !answer;
  }
  return open ? std::nullopt : std::optional(!decides);
}

Result<Filter> Filter::parse(std::string_view text) {
  WAGGLE_TRY(Expression expression, parse_expression(text));
  return Filter(text, std::move(expression));
}

Result<void> Filter::check(std::span<const Stream* const> streams) const {
  WAGGLE_CHECK(check_names(expression_, streams));
  for (const Stream* stream : streams) {
    auto bound = bind(*stream->type);
    if (!bound.ok()) return std::move(bound).error();
  }
  return {};
}

Result<void> Filter::check_names(const Expression& expression, std::span<const Stream* const> streams) const {
  for (const Expression& operand : expression.operands) WAGGLE_CHECK(check_names(operand, streams));
  if (expression.kind != Expression::Kind::comparison) return {};
  const auto knows = [&](const Stream* stream) {
    const std::vector<Field> all = fields(*stream->type);
    return std::ranges::find(all, expression.field, &Field::name) != all.end();
  };
  if (std::ranges::any_of(streams, knows)) return {};
  return filter_error(text_, expression.field_column, no_such_field(expression.field, streams).message());
}

Result<Predicate> Filter::bind(const Type& type) const {
  const std::vector<Field> all = fields(type);
  Predicate predicate;
  WAGGLE_TRY(predicate.root_, bind(expression_, all));
  return predicate;
}

Result<Predicate::Node> Filter::bind(const Expression& expression, std::span<const Field> fields) const {
  Predicate::Node node{.kind = expression.kind, .comparison = expression.comparison};
  for (const Expression& operand : expression.operands) {
    WAGGLE_TRY(Predicate::Node inner, bind(operand, fields));
    node.operands.push_back(std::move(inner));
  }
  if (expression.kind != Expression::Kind::comparison) return node;
  const auto field = std::ranges::find(fields, expression.field, &Field::name);
  if (field == fields.end()) return node;
  node.type = field->type;
  node.place = field->place;
  auto operand = parse_operand(*field->type, expression.comparison, expression.value);
  if (!operand.ok()) {
    const bool at_value = expression.comparison != Comparison::none;
    return filter_error(text_, at_value ? expression.value_column : expression.field_column, operand.error().message());
  }
  node.operand = std::move(operand).value();
  return node;
}

Result<void> FilterSink::write(const Event& event) {
  auto known = predicates_.find(&event.stream);
  if (known == predicates_.end()) {
    WAGGLE_TRY(Predicate predicate, filter_.bind(*event.stream.type));
    known = predicates_.emplace(&event.stream, std::move(predicate)).first;
  }
  return known->second.passes(event.bytes) ? next_->write(event) : Result<void>();
}

}  // namespace waggle::event
