#include "waggle/policy/grants.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/base/strings.hh"

namespace waggle::policy {
namespace {

constexpr Grants all_grants() {
  Grants grants;
  for (const GrantWords& words : kGrants) grants.add(words.grant);
  return grants;
}

}  // namespace

std::string to_string(Grants grants) {
  std::string text;
  for (const GrantWords& words : kGrants) {
    if (!grants.contains(words.grant)) continue;
    if (!text.empty()) text += ", ";
    text += words.name;
  }
  return text;
}

Result<Grants> parse_grants(std::string_view text) {
  Grants grants;
  for (const std::string_view name : split(text, ',')) {
    const auto* const words = std::ranges::find(kGrants, name, &GrantWords::name);
    if (words == kGrants.end())
      return Error(EINVAL, fmt::format("unknown grant '{}'; known are {}", name, to_string(all_grants())));
    grants.add(words->grant);
  }
  return grants;
}

}  // namespace waggle::policy
