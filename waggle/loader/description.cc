#include "waggle/loader/description.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "waggle/base/strings.hh"
#include "waggle/loader/argument.hh"
#include "waggle/loader/near.hh"

namespace waggle::loader {
namespace {

using package::Node;

// What C calls numbers without a point, as far as descriptions do.
bool is_integer(std::string_view type) {
  constexpr std::string_view kWords[] = {"int",    "short", "long", "pid_t", "unsigned",
                                         "size_t", "u8",    "u16",  "u32",   "u64"};
  return std::ranges::any_of(kWords, [type](std::string_view word) { return type == word || type.ends_with(word); }) ||
         type.starts_with("unsigned ") || type.starts_with("long ");
}

bool is_text(std::string_view type) { return type.starts_with("char"); }
bool is_switch(std::string_view type) { return type == "bool" || type == "_Bool"; }

std::string text_at(const std::optional<Node>& node, std::string_view key) {
  const auto found = node ? node->find(key) : Result<std::optional<Node>>(std::nullopt);
  return found.ok() && *found ? (*found)->words() : std::string();
}

}  // namespace

Result<Description> Description::parse(std::string_view json) {
  WAGGLE_TRY(package::Tree tree, package::Tree::parse_json(json));
  Description description(std::move(tree));
  WAGGLE_CHECK(description.read_variables());
  return description;
}

Result<void> Description::read_variables() {
  WAGGLE_TRY(const Node skeleton, tree_.root().member("bpf_skel"));
  name_ = text_at(skeleton, "obj_name");
  WAGGLE_TRY(const auto sections, skeleton.find("data_sections"));
  if (!sections) return {};
  WAGGLE_TRY(const auto all, sections->elements());
  for (const Node& section : all) {
    WAGGLE_TRY(const Node variables, section.member("variables"));
    WAGGLE_TRY(const auto places, variables.elements());
    for (const Node& place : places) {
      WAGGLE_TRY(const Node name, place.member("name"));
      WAGGLE_TRY(const std::string_view text, name.text());
      if (text.starts_with("__") || text.find('.') != text.npos) continue;  // padding, and what is not set by people
      WAGGLE_TRY(const auto option, place.find("cmdarg"));
      const std::string word = text_at(option, "long"), letter = text_at(option, "short");
      variables_.push_back({place, option, std::string(text), word.empty() ? std::string(text) : word,
                            text_at(place, "type"), letter.empty() ? '\0' : letter.front()});
    }
  }
  return {};
}

const Description::Variable* Description::find(std::string_view name, bool is_short) const {
  std::string spelled(name);
  std::ranges::replace(spelled, '-', '_');
  const auto found = std::ranges::find_if(variables_, [&](const Variable& variable) {
    if (is_short) return variable.short_option == name.front();
    return variable.long_option == name || variable.long_option == spelled || variable.name == spelled;
  });
  return found == variables_.end() ? nullptr : &*found;
}

Result<void> Description::set(const Variable& variable, std::string_view value) {
  const bool is_number = parse_number<std::uint64_t>(value).ok() || parse_number<std::int64_t>(value).ok();
  if (is_integer(variable.type) && !is_number) return Error(EINVAL, fmt::format("'{}' is no {}", value, variable.type));
  if (is_switch(variable.type) && value != "true" && value != "false")
    return Error(EINVAL, fmt::format("'{}' is neither true nor false", value));
  tree_.set(variable.place, "value", value, is_text(variable.type));
  // The default of its option would go before the value.
  if (variable.option && variable.option->has("default"))
    tree_.set(*variable.option, "default", value, is_text(variable.type));
  return {};
}

Result<Description::Assignment> Description::assignment(std::span<const std::string> words) const {
  if (words.front() == "--verbose") return Assignment{nullptr, {}};
  const auto given = option_of(words.front());
  if (!given) return Error(EINVAL, "the program takes no operand");
  if (const Variable* const variable = find(given->name, given->is_short); variable != nullptr) {
    if (given->value) return Assignment{variable, *given->value};
    if (is_switch(variable->type)) return Assignment{variable, "true"};
    if (words.size() == 1) return Error(EINVAL, fmt::format("wants a value: {}", variable->type));
    return Assignment{variable, words[1], 2};
  }
  const auto toggled = given->is_short ? std::nullopt : toggle_of(given->name);
  const Variable* const variable = toggled ? find(toggled->first, false) : nullptr;
  if (variable != nullptr && is_switch(variable->type)) return Assignment{variable, toggled->second};
  std::vector<std::string> known;
  known.reserve(variables_.size());
  for (const Variable& each : variables_) known.push_back("--" + each.long_option);
  return Error(EINVAL, fmt::format("the program has no such option{}", did_you_mean(words.front(), known)));
}

Result<void> Description::apply(std::span<const std::string> arguments) {
  while (!arguments.empty()) {
    auto given = assignment(arguments);
    if (!given.ok()) return std::move(given).error().context(arguments.front());
    if (given->variable != nullptr) WAGGLE_CHECK(set(*given->variable, given->value).context(arguments.front()));
    arguments = arguments.subspan(given->words);
  }
  return {};
}

std::string Description::usage() const {
  std::vector<std::string> options;
  options.reserve(variables_.size());
  for (const Variable& each : variables_)
    options.push_back(is_switch(each.type) ? fmt::format("[--{}]", each.long_option)
                                           : fmt::format("[--{} {}]", each.long_option, each.type));
  return fmt::format("usage: {} {}", name_, fmt::join(options, " "));
}

}  // namespace waggle::loader
