#include "waggle/policy/policy.hh"

#include <fmt/format.h>

namespace waggle::policy {

Result<void> Policy::check(Grants needed) const {
  const Grants missing = needed.without(grants);
  if (missing.empty()) return {};
  return Error(EPERM, std::make_unique<Refusal>(missing));
}

std::string Refusal::describe() const { return "not granted: " + to_string(missing); }

Result<DirectoryGrant> parse_directory(std::string_view text) {
  const std::size_t colons = text.find("::");
  const std::string_view host = text.substr(0, colons);
  const std::string_view guest = colons == std::string_view::npos ? host : text.substr(colons + 2);
  if (host.empty() || guest.empty()) return Error(EINVAL, fmt::format("'{}' is not HOST or HOST::GUEST", text));
  return DirectoryGrant{std::string(host), std::string(guest)};
}

Result<std::string> parse_environment(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) return Error(EINVAL, fmt::format("'{}' is not KEY=value", text));
  return std::string(text);
}

}  // namespace waggle::policy
