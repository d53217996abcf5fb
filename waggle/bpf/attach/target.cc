#include "waggle/bpf/attach/target.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

bool knows(const Kind& kind, std::string_view option) {
  return std::find(kind.options.begin(), kind.options.end(), option) != kind.options.end();
}

// Whether `text` starts with an option: KEY=, known or not, or a bare word of the kind.
bool starts_option(const Kind& kind, std::string_view text) {
  const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  if (end != 0 && end != std::string_view::npos && text[end] == '=') return true;
  return knows(kind, text.substr(0, text.find(',')));
}

// The first ',' from which options follow, or the end of `text`.
std::size_t next_option(const Kind& kind, std::string_view text) {
  for (auto comma = text.find(','); comma != std::string_view::npos; comma = text.find(',', comma + 1))
    if (starts_option(kind, text.substr(comma + 1))) return comma;
  return text.size();
}

Result<void> take_option(const Kind& kind, std::string_view text, Target& target) {
  const auto [key, value] = split_once(text, '=');
  const std::string word = value ? std::string(key) + "=" : std::string(key);
  if (!knows(kind, word)) return misfit(fmt::format("there is no option '{}'", key));
  if (value && value->empty()) return misfit(fmt::format("{} has no value", word));
  if (!target.options.emplace(key, value.value_or("")).second) return misfit(fmt::format("{} is given twice", key));
  return {};
}

Result<Target> split_target(const Kind& kind, std::string_view text) {
  Target target{kind.id, {}, {}};
  if (kind.options.empty()) {
    target.subject = text;
    return target;
  }
  if (kind.has_subject || !starts_option(kind, text)) {
    const auto end = next_option(kind, text);
    target.subject = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!text.empty()) {
    const auto end = next_option(kind, text);
    WAGGLE_CHECK(take_option(kind, text.substr(0, end), target));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (!kind.has_subject && !target.subject.empty()) return misfit(fmt::format("'{}' is no option", target.subject));
  return target;
}

Result<Target> parse_and_check(const Kind& kind, std::string_view text) {
  if (text.empty() && !kind.may_be_empty) return misfit("it is empty");
  if (text.find('\0') != std::string_view::npos) return misfit("it holds a zero byte");
  WAGGLE_TRY(Target target, split_target(kind, text));
  WAGGLE_CHECK(kind.check(target));
  return target;
}

}  // namespace

std::string_view name(AttachKind kind) { return kind_row(kind).name; }
std::string_view grammar(AttachKind kind) { return kind_row(kind).grammar; }

Result<Target> Target::parse(AttachKind kind, std::string_view text) {
  const Kind& row = kind_row(kind);
  Result<Target> target = parse_and_check(row, text);
  if (target.ok()) return target;
  return Error(EINVAL, fmt::format("'{}' is not a target of {}: {}; write {}", text, row.name, target.error().message(),
                                   row.grammar));
}

const std::string* Target::option(std::string_view key) const {
  const auto found = options.find(key);
  return found == options.end() ? nullptr : &found->second;
}

}  // namespace waggle::bpf
