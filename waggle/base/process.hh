// Runs another program and waits for it. Its standard streams are ours.
#pragma once

#include <span>
#include <string>

#include "waggle/base/result.hh"

namespace waggle {

// `words` are the program, found by PATH, and its arguments; `variables` ("KEY=VALUE") are set in its environment and
// override ours. Returns its exit code, 128 + n if signal n ended it. ENOENT where there is no such program.
Result<int> run_program(std::span<const std::string> words, std::span<const std::string> variables = {});

}  // namespace waggle
