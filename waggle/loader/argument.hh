// A word of a program's own command line. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

namespace waggle::loader {

struct Given {
  std::string_view name;
  std::optional<std::string_view> value;  // in the same word
  bool is_short = false;
};

// "--name", "--name=VALUE", "-n", "-nVALUE"; nullopt for anything else, a negative number among it.
std::optional<Given> option_of(std::string_view word);
// The other dialect's switches: "enable-NAME" and "disable-NAME" as {"NAME", "true" or "false"}.
std::optional<std::pair<std::string_view, std::string_view>> toggle_of(std::string_view name);

}  // namespace waggle::loader
