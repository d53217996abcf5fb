// The command lines of eunomia-bpf's `ecc`, for build scripts that have them.
#pragma once

#include <span>
#include <string_view>

#include "waggle/cli/console.hh"

namespace waggle::cli {

// Whether this is the name we were called by.
bool is_ecc(std::string_view program);

int run_as_ecc(std::span<char* const> words, Console& console);

}  // namespace waggle::cli
