// The "NAME=VALUE" of options, and what --attach says of each program. Pure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/bpf/program.hh"

namespace waggle::loader {

struct Request {
  std::string name;
  std::string value;
};

// EINVAL with a sentence that names `option`, unless there is a name, '=' and a value.
Result<Request> parse_request(std::string_view text, std::string_view option);

// What the user says about where programs attach.
class AttachRequests {
 public:
  // ENOENT with near matches for a program that the object does not have; EINVAL for one that is named twice.
  static Result<AttachRequests> parse(const std::vector<std::string>& options,
                                      const std::vector<bpf::Program>& programs);
  // The target of a program; null where the user names none.
  [[nodiscard]] const std::string* target(std::string_view program) const;
  // Whether the user wants it neither loaded nor attached.
  [[nodiscard]] bool is_off(std::string_view program) const;

 private:
  std::map<std::string, std::string, std::less<>> targets_;
};

}  // namespace waggle::loader
