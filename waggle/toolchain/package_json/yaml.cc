#include "waggle/toolchain/package_json/yaml.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

namespace waggle::toolchain {
namespace {

using Json = nlohmann::ordered_json;

// Words that some reader of YAML takes for something else than a text.
constexpr std::array<std::string_view, 9> kNoTexts{"null", "true", "false", "yes", "no", "y", "n", "on", "off"};

std::string key_text(const std::string& key) {
  const auto is_plain = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  const bool bare = !key.empty() && std::ranges::all_of(key, is_plain) && std::ranges::count(kNoTexts, key) == 0;
  return bare ? key : Json(key).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Appends `value` behind "key:" or "-", of which the block below is `indent` deep.
void append(std::string& out, const Json& value, std::size_t indent) {
  if (!value.is_structured() || value.empty()) {
    fmt::format_to(std::back_inserter(out), " {}\n", value.dump(-1, ' ', false, Json::error_handler_t::replace));
    return;
  }
  out += '\n';
  const std::string margin(indent, ' ');
  for (const auto& [key, inside] : value.items()) {
    out += margin + (value.is_array() ? "-" : key_text(key) + ":");
    append(out, inside, indent + 2);
  }
}

}  // namespace

std::string yaml(const Json& value) {
  std::string text;
  append(text, value, 0);
  return text.substr(1);
}

}  // namespace waggle::toolchain
