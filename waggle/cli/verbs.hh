// One line a verb; each is defined in the file of its name.
#pragma once

#include "waggle/cli/verb.hh"

namespace waggle::cli {

extern const Verb kRun, kReplay, kNew, kBuild, kGen, kInspect, kCc, kCompile, kDoctor, kCompletion, kMan;

}  // namespace waggle::cli
