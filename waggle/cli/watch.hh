// `waggle build --watch`: builds, runs what was built, and begins anew when a source is saved, until Ctrl-C.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "waggle/cli/console.hh"
#include "waggle/toolchain/build/build.hh"

namespace waggle::cli {

struct Watched {
  std::function<Result<toolchain::BuildOutcome>()> build;
  std::function<void(const toolchain::BuildOutcome&)> report;
  std::vector<std::string> sources;  // looked at from the beginning; what a build has read is added
};

// What cannot be built is said, and the next save awaited. Returns the exit code of the signal that ended it.
Result<int> watch(const Watched& watched, Console& console);

}  // namespace waggle::cli
