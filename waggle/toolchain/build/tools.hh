// The programs that a build calls, found by version: the one that waggle is tested with first.
#pragma once

#include <string>

#include "waggle/base/result.hh"
#include "waggle/toolchain/cc.hh"

namespace waggle::toolchain {

struct BuildTools {
  CcTools cc;
  std::string sdk;     // headers and templates: sdk/c/include, sdk/templates
  std::string prefix;  // where waggle is installed: include, lib
  std::string itself;  // which waggle this is: another one makes everything anew
};

// clang, and the linker of the same version, in PATH. ENOENT with the line that installs them.
Result<BuildTools> find_build_tools();

}  // namespace waggle::toolchain
