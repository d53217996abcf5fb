// `waggle new`: a project that builds and runs at once, from the templates of the SDK (sdk/templates). What stands in
// them is C that could be compiled as it is; here names are put in, and pieces that depend on the kind of program.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle::toolchain {

enum class GuestLanguage : std::uint8_t { none, c, cxx };

struct ProjectRequest {
  std::string folder;  // its last name is the project's
  std::string kind;    // of program: "tracepoint", "xdp"
  GuestLanguage guest = GuestLanguage::none;
};

// What kinds of programs there are templates for, in the order of their names.
Result<std::vector<std::string>> project_kinds(const std::string& templates);

// Makes the folder, and returns the files in it. EINVAL with a sentence for a name that no file and no C identifier can
// have, and for a kind that there is not; EEXIST for a folder that has something in it.
Result<std::vector<std::string>> create_project(const ProjectRequest& request, const std::string& templates);

}  // namespace waggle::toolchain
