// The command lines of eunomia-bpf's `ecli`, for scripts that have them: what runs a local file is run, with the output
// that those versions had; what reaches for a network is refused.
#pragma once

#include <span>
#include <string_view>

#include "waggle/cli/console.hh"

namespace waggle::cli {

// Whether this is the name we were called by.
bool is_ecli(std::string_view program);

// `[run] [-j] [-n] [-v] [-p json|tar|wasm] FILE|-|-- [ARG...]`, of versions 0.1 to 1.0.
int run_as_ecli(std::span<char* const> words, Console& console);

}  // namespace waggle::cli
