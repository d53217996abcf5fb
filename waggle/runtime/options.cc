#include "waggle/base/strings.hh"
#include "waggle/runtime/run.hh"

namespace waggle::runtime {
namespace {

Result<bool> set_policy(policy::Policy& policy, std::string_view name, const std::string& value) {
  if (name == "dir") {
    WAGGLE_TRY(auto directory, policy::parse_directory(value));
    policy.directories.push_back(std::move(directory));
  } else if (name == "env") {
    WAGGLE_TRY(auto variable, policy::parse_environment(value));
    policy.environment.push_back(std::move(variable));
  } else if (name == "allow") {
    WAGGLE_TRY(const auto grants, policy::parse_grants(value));
    policy.grants.add(grants);
  } else if (name == "deny") {
    WAGGLE_TRY(const auto grants, policy::parse_grants(value));
    policy.grants.remove(grants);
  } else {
    return false;
  }
  return true;
}

}  // namespace

Result<bool> set_option(RunOptions& options, std::string_view name, const std::string& value) {
  if (name == "timeout") {
    WAGGLE_TRY(options.timeout, parse_duration(value));
  } else if (name == "max-memory") {
    WAGGLE_TRY(options.limits.memory, parse_size(value));
  } else if (name == "no-cache") {
    options.cache_folder.clear();
  } else if (name == "then") {
    options.chain.push_back(value);
  } else if (name == "raw-events") {
    options.raw_events = true;
  } else {
    return set_policy(options.policy, name, value);
  }
  return true;
}

}  // namespace waggle::runtime
