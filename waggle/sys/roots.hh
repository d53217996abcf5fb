// The trees of one guest: what --dir grants, read-only /proc and /sys, and the time zone's files. Opens them once;
// afterwards nothing of the guest's reaches the host's file system except beneath them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/policy/policy.hh"
#include "waggle/sys/directory.hh"

namespace waggle::sys {

class Roots {
 public:
  // The directories of the policy in their order, then /proc and /sys as its grants say (left
  // out on a host that lacks them). Errors name the directory.
  static Result<Roots> open(const policy::Policy& policy);

  // In the order in which a guest finds them opened; the time zone's are found by path alone.
  [[nodiscard]] const std::vector<std::shared_ptr<Directory>>& all() const noexcept { return directories_; }

  struct Place {
    std::shared_ptr<Directory> directory;
    std::string path;  // relative to it; "." for itself
  };
  // Which tree an absolute path of the guest lies in, by the longest guest path that is a
  // whole prefix of it; pure text, "." and ".." are left to the kernel. ENOENT if in none.
  [[nodiscard]] Result<Place> locate(std::string_view guest_path) const;

 private:
  Result<void> add(const std::string& host, Root root);
  void add_timezone();

  std::vector<std::shared_ptr<Directory>> directories_;
  // Not shown to the guest.
  std::shared_ptr<Directory> zones_;
  Place local_time_;
};

}  // namespace waggle::sys
