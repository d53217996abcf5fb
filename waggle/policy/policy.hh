// What one guest is allowed: grants, directories and environment. Pure words: it opens
// nothing and asks the kernel nothing; `sys` and `abi` act on it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/policy/grants.hh"

namespace waggle::policy {

// A directory of the host and the name under which the guest finds it.
struct DirectoryGrant {
  std::string host;
  std::string guest;

  friend bool operator==(const DirectoryGrant&, const DirectoryGrant&) = default;
};

// Why something was refused.
struct Refusal final : Detail {
  explicit Refusal(Grants not_given) : missing(not_given) {}
  [[nodiscard]] std::string describe() const override;
  Grants missing;
};

struct Policy {
  Grants grants = default_grants();
  std::vector<DirectoryGrant> directories;
  std::vector<std::string> environment;  // "KEY=value", all the guest sees

  // EPERM with a Refusal, unless everything needed is granted.
  [[nodiscard]] Result<void> check(Grants needed) const;
};

// "HOST" or "HOST::GUEST"; the guest sees the host's name where it gives no other. EINVAL
// with a sentence where a half is empty.
Result<DirectoryGrant> parse_directory(std::string_view text);
// "KEY=value". EINVAL with a sentence where KEY is empty or the "=" missing.
Result<std::string> parse_environment(std::string_view text);

}  // namespace waggle::policy
