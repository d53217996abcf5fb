#include "waggle/loader/argument.hh"

#include <cctype>

#include "waggle/base/strings.hh"

namespace waggle::loader {

std::optional<Given> option_of(std::string_view word) {
  if (word.starts_with("--") && word.size() > 2) {
    const auto [name, value] = split_once(word.substr(2), '=');
    return Given{name, value};
  }
  if (word.size() < 2 || word[0] != '-' || std::isdigit(static_cast<unsigned char>(word[1])) != 0) return std::nullopt;
  const std::string_view rest = word.substr(2);
  return Given{word.substr(1, 1), rest.empty() ? std::nullopt : std::optional(rest), true};
}

std::optional<std::pair<std::string_view, std::string_view>> toggle_of(std::string_view name) {
  for (const auto& [prefix, value] : {std::pair("enable-", "true"), {"disable-", "false"}})
    if (name.starts_with(prefix))
      return std::pair(name.substr(std::string_view(prefix).size()), std::string_view(value));
  return std::nullopt;
}

}  // namespace waggle::loader
