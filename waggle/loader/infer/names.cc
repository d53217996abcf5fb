#include "waggle/loader/infer/names.hh"

#include <algorithm>
#include <cctype>

namespace waggle::loader::infer {
namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Where the first assignment's '=' stands; npos for none.
std::size_t find_assignment(std::string_view line) {
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] != '=') continue;
    const char next = i + 1 < line.size() ? line[i + 1] : ' ';
    if (next == '=') ++i;
    else if (line[i - 1] != '!' && line[i - 1] != '<' && line[i - 1] != '>') return i;
  }
  return line.npos;
}

// "x->a[2].b" -> "a.b"; "" for what has no member.
std::string path_of(std::string_view expression) {
  std::string path;
  bool inside = false;  // behind the first separator
  unsigned brackets = 0;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (c == '[') ++brackets;
    if (c == ']' && brackets > 0) --brackets;
    if (brackets > 0 || c == ']' || is_blank(c)) continue;
    const bool arrow = c == '-' && i + 1 < expression.size() && expression[i + 1] == '>';
    if (arrow) ++i;
    if (arrow || c == '.') {
      if (inside) path += '.';
      inside = true;
    } else if (inside && is_letter(c)) {
      path += c;
    }
  }
  return path;
}

// How far back from the end an expression of names, members and indices reaches.
std::string_view last_expression(std::string_view text) {
  std::size_t at = text.size();
  unsigned brackets = 0;
  while (at > 0) {
    const char c = text[at - 1];
    if (c == ']') ++brackets;
    if (brackets == 0 && !is_letter(c) && c != '.' && c != '>' && c != '-') break;
    if (c == '[' && brackets > 0) --brackets;
    --at;
  }
  return text.substr(at);
}

// The arguments of the first call in the line, at its top level.
std::vector<std::string_view> arguments(std::string_view line, std::size_t open) {
  std::vector<std::string_view> all;
  unsigned depth = 0;
  std::size_t begin = open + 1;
  for (std::size_t i = open; i < line.size(); ++i) {
    if (line[i] == '(') ++depth;
    if (line[i] == ')') --depth;
    if ((line[i] == ',' && depth == 1) || depth == 0) {
      all.push_back(trimmed(line.substr(begin, i - begin)));
      begin = i + 1;
    }
    if (depth == 0) return all;
  }
  if (begin < line.size()) all.push_back(trimmed(line.substr(begin)));  // the call goes on in the next line
  return all;
}

std::string variable_of(std::string_view expression) {
  while (!expression.empty() &&
         (expression.front() == '&' || expression.front() == '*' || is_blank(expression.front())))
    expression.remove_prefix(1);
  return std::ranges::all_of(expression, is_letter) ? std::string(expression) : std::string();
}

}  // namespace

std::string assigned_member(std::string_view line) {
  const std::size_t equals = find_assignment(line);
  if (equals == line.npos) return {};
  std::string_view left = line.substr(0, equals);
  while (!left.empty() && std::string_view("+-|&^*/").find(left.back()) != std::string_view::npos)
    left.remove_suffix(1);
  return path_of(last_expression(trimmed(left)));
}

std::vector<std::string> designated_members(std::string_view line) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins =
        line[i] == '.' && (i == 0 || std::string_view("{, \t").find(line[i - 1]) != std::string_view::npos);
    if (!begins) continue;
    std::size_t end = i + 1;
    while (end < line.size() && is_letter(line[end])) ++end;
    const std::string_view rest = trimmed(line.substr(end));
    if (end > i + 1 && rest.starts_with('=') && !rest.starts_with("=="))
      names.emplace_back(line.substr(i + 1, end - i - 1));
  }
  return names;
}

std::string member_argument(std::string_view line) {
  const std::size_t open = line.find('(');
  if (open == line.npos) return {};
  for (const std::string_view argument : arguments(line, open)) {
    if (argument.starts_with("sizeof")) continue;
    if (std::string path = path_of(last_expression(argument)); !path.empty()) return path;
  }
  return {};
}

std::string sent_variable(std::string_view line) {
  const std::size_t call = std::min(line.find("bpf_ringbuf_"), line.find("bpf_perf_event_output"));
  if (call == line.npos) return {};
  if (const std::size_t equals = find_assignment(line); equals < call)
    return variable_of(last_expression(trimmed(line.substr(0, equals))));
  const std::size_t open = line.find('(', call);
  if (open == line.npos) return {};
  const auto all = arguments(line, open);
  const std::size_t place = line.substr(call).starts_with("bpf_perf_event_output") ? 3 : 1;
  return place < all.size() ? variable_of(all[place]) : std::string();
}

}  // namespace waggle::loader::infer
