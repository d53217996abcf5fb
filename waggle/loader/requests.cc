#include "waggle/loader/requests.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/base/strings.hh"
#include "waggle/loader/near.hh"

namespace waggle::loader {
namespace {

constexpr std::string_view kOff = "none";

}  // namespace

Result<Request> parse_request(std::string_view text, std::string_view option) {
  const auto [name, value] = split_once(text, '=');
  if (name.empty() || !value || value->empty())
    return Error(EINVAL, fmt::format("{} takes NAME=VALUE, not '{}'", option, text));
  return Request{std::string(name), std::string(*value)};
}

Result<AttachRequests> AttachRequests::parse(const std::vector<std::string>& options,
                                             const std::vector<bpf::Program>& programs) {
  AttachRequests requests;
  std::vector<std::string> names;
  names.reserve(programs.size());
  for (const bpf::Program& program : programs) names.emplace_back(program.name());
  for (const std::string& option : options) {
    WAGGLE_TRY(Request request, parse_request(option, "--attach"));
    if (std::ranges::find(names, request.name) == names.end())
      return Error(ENOENT, fmt::format("--attach: the object has no program '{}'{}", request.name,
                                       did_you_mean(request.name, names)));
    if (!requests.targets_.emplace(request.name, std::move(request.value)).second)
      return Error(EINVAL, fmt::format("--attach: program '{}' is named twice", request.name));
  }
  return requests;
}

const std::string* AttachRequests::target(std::string_view program) const {
  const auto found = targets_.find(program);
  return found == targets_.end() || found->second == kOff ? nullptr : &found->second;
}

bool AttachRequests::is_off(std::string_view program) const {
  const auto found = targets_.find(program);
  return found != targets_.end() && found->second == kOff;
}

}  // namespace waggle::loader
